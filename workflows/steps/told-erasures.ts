import { setHandler } from "@temporalio/workflow";
import { personErasedSignal } from "../contracts/erasure-messages.ts";
import { readInstant } from "../logic/read-instant.ts";

/** Erasures that the end of an epoch is told of. */
export class ToldErasures {
  #count = 0;
  #firstDue: string | undefined;

  constructor() {
    setHandler(personErasedSignal, (told: unknown) => this.#told(told), {
      description:
        'Somebody was erased, whose epoch has to end by an instant. Example: {"at":"2026-12-05T02:15:00.000Z"}',
    });
  }

  /** How many it was told of, since it began. */
  get count(): number {
    return this.#count;
  }

  /** The first instant (ISO) by which an epoch has to end of who was erased since {@link forget}; undefined for nobody. */
  get firstDue(): string | undefined {
    return this.#firstDue;
  }

  /** A rotation begins now, which ends the epochs of everybody who was erased before. */
  forget(): void {
    this.#firstDue = undefined;
  }

  #told(told: unknown): void {
    this.#count++;
    const at = readInstant(told);
    if (at !== undefined && (this.#firstDue === undefined || at < this.#firstDue)) this.#firstDue = at;
  }
}
