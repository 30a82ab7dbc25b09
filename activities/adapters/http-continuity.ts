import type { ApiRecord } from "../../core/landed-row.ts";
import type { PageCursor } from "../../core/ports/source-reader.ts";
import type { PagingSpec } from "../../core/spec/read.ts";
import { fingerprint } from "./fingerprint.ts";
import { sourceError } from "./source-errors.ts";

type NumberCursor = Extract<PageCursor, { kind: "number" }>;

/** Steps back without getting further, after which a list is given up. */
const mostStepsBack = 30;

/**
 * Notices rows that moved between two pages of a list that is read by offset or page number.
 *
 * Rows that nobody changed keep their order, so a page that holds a row read before, unchanged, leaves no gap: all that
 * was not read yet comes after that row. A page that holds none may have jumped over rows that moved up.
 */
export class Continuity {
  readonly #first: number;
  readonly #stride: number;
  readonly #where: string;
  #texts: ReadonlySet<string> = new Set();
  #last = "";
  #rows = 0;
  #resumedAfter: string | undefined;
  #furthest = -1;
  #steps = 0;
  #stepping = false;

  constructor(paging: PagingSpec, where: string) {
    this.#first = paging.kind === "page" ? 1 : 0;
    this.#stride = paging.kind === "offset" ? paging.size : 1;
    this.#where = where;
  }

  /** Whether the page under test was reached by a step back, and not by its predecessor. */
  get stepping(): boolean {
    return this.#stepping;
  }

  /** The cursor of a resumed pass: numbered pages share no row, so the page before is looked at again. */
  resume(cursor: NumberCursor): PageCursor {
    this.#resumedAfter = cursor.after;
    return this.#first === 1 ? this.back(cursor) : cursor;
  }

  /** Place in the text order of the last row that was read before, unchanged; -1 when the page holds none. */
  lastKnown(texts: readonly string[]): number {
    return texts.findLastIndex((text) => this.#texts.has(text) || this.#isResumed(text));
  }

  /** Whether a row with this text was kept before. */
  has(text: string): boolean {
    return this.#texts.has(text);
  }

  /** Whether the page read last, read again, still has its last row where it was. */
  standsStill(texts: readonly string[]): boolean {
    return this.#rows > 0 && texts[this.#rows - 1] === this.#last;
  }

  /** Keep a page as read. */
  keep(cursor: PageCursor, texts: readonly string[]): void {
    const at = cursor.kind === "number" ? cursor.at : this.#first;
    if (at > this.#furthest) this.#steps = 0;
    this.#furthest = Math.max(this.#furthest, at);
    this.#stepping = false;
    if (texts.length === 0) return;
    this.#texts = new Set(texts);
    this.#last = texts.at(-1) ?? "";
    this.#rows = texts.length;
    this.#resumedAfter = undefined;
  }

  /** Where to read again when rows moved: a page before, then two, four. Throws `source.shifting`. */
  back(cursor: NumberCursor): PageCursor {
    if (++this.#steps > mostStepsBack) throw sourceError.shifting(this.#where);
    const far = this.#stepping ? 2 ** Math.min(this.#steps - 1, 20) : 1;
    this.#stepping = true;
    const at = cursor.at - far * this.#stride;
    return at <= this.#first ? { kind: "start", window: cursor.window } : { kind: "number", at, window: cursor.window };
  }

  /** Fingerprint of the last row kept, by which a later attempt checks that it goes on where this one ended. */
  get mark(): string | undefined {
    return this.#last === "" ? undefined : fingerprint(this.#last);
  }

  #isResumed(text: string): boolean {
    return this.#resumedAfter !== undefined && fingerprint(text) === this.#resumedAfter;
  }
}

/** Texts of rows, by which one that nobody changed is known again. */
export const textsOf = (rows: readonly ApiRecord[]): readonly string[] => rows.map((row) => JSON.stringify(row));
