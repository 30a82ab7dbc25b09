import type { Page, PageCursor, PassRequest } from "../../core/ports/source-reader.ts";
import { windowsOf } from "../../core/source/windows-of.ts";
import { BodyRead, type BodyRecords, type OpenBody } from "./body-read.ts";
import { withPatience, type HttpAnswer } from "./http-get.ts";

/** How the list of a window is asked for, and its records are read. */
export type BodySource = {
  readonly open: (cursor: PageCursor) => Promise<OpenBody>;
  readonly records: (answer: HttpAnswer) => BodyRecords;
  readonly signal: AbortSignal;
  readonly tries: number | undefined;
};

/**
 * Pages of 1,000 records of lists that come as one body each, one a window, never held whole. A body that fails on the
 * way is asked for again, and goes on behind the rows read before where they are what they were, else from its beginning.
 */
export async function* bodyPages(pass: PassRequest, source: BodySource): AsyncIterable<Page> {
  const reading = new BodyReading(pass, source);
  try {
    for (let cursor: PageCursor | undefined = pass.from ?? { kind: "start", window: 0 }; cursor !== undefined;) {
      const at: PageCursor = cursor;
      const page: Page = await withPatience(source.signal, () => reading.page(at), source.tries);
      yield page;
      cursor = page.next;
    }
  } finally {
    await reading.close();
  }
}

/** The body that is being read, begun again where it failed. */
class BodyReading {
  readonly #source: BodySource;
  readonly #windows: number;
  #body: BodyRead | undefined;
  #requests = 0;

  constructor(pass: PassRequest, source: BodySource) {
    this.#source = source;
    this.#windows = windowsOf(pass).length;
  }

  async page(cursor: PageCursor): Promise<Page> {
    try {
      const body = this.#body ?? (await this.#begin(cursor));
      const { read, ended, total = 0, rows, ...page } = await body.page(cursor.window);
      if (ended) await this.close();
      const requests = this.#requests;
      this.#requests = 0;
      const next = ended ? this.#following(cursor.window) : read;
      return { ...page, next, missing: ended ? Math.max(0, total - rows) : 0, requests };
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Let the answer go, if one is open. */
  async close(): Promise<void> {
    const body = this.#body;
    this.#body = undefined;
    await body?.close();
  }

  #following(window: number): PageCursor | undefined {
    return window + 1 < this.#windows ? { kind: "start", window: window + 1 } : undefined;
  }

  async #begin(cursor: PageCursor): Promise<BodyRead> {
    const body = await this.#open(cursor);
    if (cursor.kind !== "number" || (await body.goBehind(cursor))) return body;
    await this.close();
    return this.#open(cursor);
  }

  /** Held as soon as it is open: whatever fails from then on lets its slot go. */
  async #open(cursor: PageCursor): Promise<BodyRead> {
    const opened = await this.#source.open(cursor);
    this.#requests++;
    this.#body = new BodyRead(opened, this.#source.records(opened.answer));
    return this.#body;
  }
}
