import { Sensitive } from "../../core/sensitive.ts";
import type { ApiRecord } from "../../core/landed-row.ts";
import type { Page, PageCursor } from "../../core/ports/source-reader.ts";
import { serverDate } from "../../core/source/server-date.ts";
import { fingerprint } from "./fingerprint.ts";
import type { HttpAnswer } from "./http-get.ts";

/** What a body told beside its records: how many there are, and their greatest version. */
export type BodyTold = { readonly total?: number; readonly toldVersion?: string };
/** The records of one body, and what it told once they ended. */
export type BodyRecords = AsyncGenerator<ApiRecord, BodyTold>;
/** An answer whose body is read, and what lets its slot go. */
export type OpenBody = { readonly answer: HttpAnswer; readonly turn: Disposable };

/** A page of a body: the cursor behind it, all rows up to there, and, once the body ended, what it told. */
type BodyPage = Pick<Page, "records" | "serverDate"> & {
  readonly read: PageCursor;
  readonly rows: number;
  readonly told: BodyTold | undefined;
};

const pageRows = 1_000;

/** One body while it is read. */
export class BodyRead {
  readonly #opened: OpenBody;
  readonly #records: BodyRecords;
  #rows = 0;
  /** Fingerprint of all records up to here, page by page. */
  #mark = "";
  #told: BodyTold | undefined;

  constructor(opened: OpenBody, records: BodyRecords) {
    this.#opened = opened;
    this.#records = records;
  }

  /** Skip what was read before; false where any of it is not what it was, or not where. */
  async goBehind({ at, after }: Extract<PageCursor, { kind: "number" }>): Promise<boolean> {
    while (this.#rows < at && this.#told === undefined) await this.#take();
    return this.#rows === at && this.#mark === after;
  }

  /** The next 1,000 records, fewer at the end. */
  async page(window: number): Promise<BodyPage> {
    const records = new Sensitive(await this.#take());
    const rows = this.#rows;
    const read = { kind: "number", at: rows, window, rows, after: this.#mark } as const;
    return { records, serverDate: serverDate(this.#opened.answer.headers), read, rows, told: this.#told };
  }

  /** Let the answer go, read to its end or not. */
  async close(): Promise<void> {
    using _turn = this.#opened.turn;
    await this.#records.return({});
  }

  async #take(): Promise<readonly ApiRecord[]> {
    const records: ApiRecord[] = [];
    while (records.length < pageRows && this.#told === undefined) {
      const step = await this.#records.next();
      if (step.done === true) this.#told = step.value;
      else records.push(step.value);
    }
    this.#rows += records.length;
    this.#mark = fingerprint(this.#mark + JSON.stringify(records));
    return records;
  }
}
