import { Sensitive } from "../../core/sensitive.ts";
import type { ApiRecord } from "../../core/landed-row.ts";
import type { Page, PageCursor } from "../../core/ports/source-reader.ts";
import { serverDate } from "../../core/source/server-date.ts";
import { fingerprint } from "./fingerprint.ts";
import type { HttpAnswer } from "./http-get.ts";

/** The records of one body, and once they ended how many it told there are; undefined where it tells no total. */
export type BodyRecords = AsyncGenerator<ApiRecord, number | undefined>;
/** An answer whose body is read, and what lets its slot go. */
export type OpenBody = { readonly answer: HttpAnswer; readonly turn: Disposable };

/** A page of a body: the cursor behind it, all rows up to there, and, once the body ended, the total that it told. */
type BodyPage = Pick<Page, "records" | "serverDate"> & {
  readonly read: PageCursor;
  readonly rows: number;
  readonly ended: boolean;
  readonly total: number | undefined;
};

const pageRows = 1_000;

/** One body while it is read. */
export class BodyRead {
  readonly #opened: OpenBody;
  readonly #records: BodyRecords;
  #rows = 0;
  /** Fingerprint of all records up to here, page by page. */
  #mark = "";
  #ended = false;
  #total: number | undefined;

  constructor(opened: OpenBody, records: BodyRecords) {
    this.#opened = opened;
    this.#records = records;
  }

  /** Skip what was read before; false where any of it is not what it was, or not where. */
  async goBehind({ at, after }: Extract<PageCursor, { kind: "number" }>): Promise<boolean> {
    while (this.#rows < at && !this.#ended) await this.#take();
    return this.#rows === at && this.#mark === after;
  }

  /** The next 1,000 records, fewer at the end. */
  async page(window: number): Promise<BodyPage> {
    const records = new Sensitive(await this.#take());
    const rows = this.#rows;
    const read = { kind: "number", at: rows, window, rows, after: this.#mark } as const;
    const date = serverDate(this.#opened.answer.headers);
    return { records, serverDate: date, read, rows, ended: this.#ended, total: this.#total };
  }

  /** Let the answer go, read to its end or not. What an answer that failed says to that is nothing new. */
  async close(): Promise<void> {
    using _turn = this.#opened.turn;
    await this.#records.return(undefined).catch(() => undefined);
  }

  async #take(): Promise<readonly ApiRecord[]> {
    const records: ApiRecord[] = [];
    while (records.length < pageRows && !this.#ended) {
      const step = await this.#records.next();
      this.#ended = step.done === true;
      if (step.done === true) this.#total = step.value;
      else records.push(step.value);
    }
    this.#rows += records.length;
    this.#mark = fingerprint(this.#mark + JSON.stringify(records));
    return records;
  }
}
