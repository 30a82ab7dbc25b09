import { setTimeout as sleep } from "node:timers/promises";
import type { SourcePause, SourcePausePort } from "../../core/ports/source-pauses.ts";

/** How old what is known of pauses may be before it is asked for again. Milliseconds. */
const everyMs = 1_000;
/** How long a request waits for the answer at most: a source is read while the database is away, too. Milliseconds. */
const patienceMs = 500;
/** How long nothing is asked of who did not answer. Milliseconds. */
const awayMs = 30_000;
/** The longest pause that is told to others: a source that asks for more is asked again in a day. Milliseconds. */
const longestMs = 86_400_000;

/** What sources asked of one process, obeyed by all: pauses are written to where all look, and looked for before requests, once a second at most. What was known stands while nobody answers. */
export class SharedPauses {
  readonly #board: SourcePausePort;
  /** By source, on the clock of `performance`. */
  #until: ReadonlyMap<string, number> = new Map();
  #dueAt = -Infinity;
  #asking: Promise<void> | undefined;

  constructor(board: SourcePausePort) {
    this.#board = board;
  }

  /** For how many milliseconds none of these sources is to be asked; 0 or less for not at all. */
  async of(sources: readonly string[]): Promise<number> {
    if (performance.now() >= this.#dueAt) this.#asking ??= this.#ask();
    await this.#asking;
    return Math.max(...sources.map((source) => this.#until.get(source) ?? 0)) - performance.now();
  }

  /** Tell everybody of a pause. Where that fails, the others are told by their own next request. */
  tell({ source, ms }: SourcePause): void {
    this.#board.pauseSource({ source, ms: Math.min(ms, longestMs) }).catch(() => undefined);
  }

  async #ask(): Promise<void> {
    const giveUp = new AbortController();
    const told = await Promise.race([
      this.#board.sourcePauses().catch(() => undefined),
      sleep(patienceMs, undefined, { signal: giveUp.signal }).catch(() => undefined),
    ]);
    giveUp.abort();
    const now = performance.now();
    this.#dueAt = now + (told === undefined ? awayMs : everyMs);
    if (told !== undefined) this.#until = new Map(told.map(({ source, ms }) => [source, now + ms]));
    this.#asking = undefined;
  }
}
