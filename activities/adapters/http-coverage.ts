import type { PageCursor } from "../../core/ports/source-reader.ts";

/** Compares the rows of each window with the total that the API tells for it. */
export class Coverage {
  #window = 0;
  #rows = 0;
  #told: number | undefined;

  constructor(from: PageCursor | undefined) {
    this.#window = from?.window ?? 0;
    this.#rows = from === undefined || from.kind === "start" ? 0 : (from.rows ?? 0);
  }

  /** Rows of the present window that were read. */
  get rows(): number {
    return this.#rows;
  }

  /** Whether everything that a page's total tells was read. False without a total. */
  isWhole(total: number | undefined): boolean {
    return total !== undefined && total <= this.#rows;
  }

  /** Count from nothing: a window begins, or its list is read from the beginning again. */
  restart(): void {
    this.#rows = 0;
  }

  /** Count a page's rows that were not read before. A total that changes on the way counts at its lowest. */
  add(cursor: PageCursor, rows: number, total: number | undefined): void {
    if (cursor.window !== this.#window) this.#told = undefined;
    this.#window = cursor.window;
    this.#rows += rows;
    if (total !== undefined) this.#told = Math.min(total, this.#told ?? total);
  }

  /** Rows that the window's total told and no page held so far; undefined without a total. */
  get ahead(): number | undefined {
    return this.#told === undefined ? undefined : Math.max(0, this.#told - this.#rows);
  }

  /** Rows that the window's total told and no page held, once its last page was counted. */
  missing(next: PageCursor | undefined): number {
    if (next !== undefined && next.window === this.#window) return 0;
    return Math.max(0, (this.#told ?? 0) - this.#rows);
  }
}
