import { SillageError } from "../core/errors.ts";
import type { Lookup, SealedPage } from "../core/ports/sealer.ts";
import type { Page, PageCursor, PassRequest } from "../core/ports/source-reader.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { t0Of } from "../core/watermark/t0.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepCursor, openCursor, type KeptCursor } from "./kept-cursor.ts";
import { PartWriter } from "./part-writer.ts";
import { passTimer, type PassTime } from "./pass-timer.ts";
import { nothing, withPage, type Tally } from "./pass-tally.ts";
import { refuseMissingFields } from "./required-fields.ts";
import type { Pass } from "./start-pass.ts";

/** What the heartbeat carries: written where nothing is buffered, which is at a beginning or after a part was put. */
export type Progress = Tally & {
  readonly t0: string;
  readonly time: PassTime;
  readonly cursor: KeptCursor | null;
  /** Parts of readings of this pass that were given up: their numbers are taken. */
  readonly partsBefore: number;
  /** The pass is read a second time, since its first reading missed rows that the API's total told. */
  readonly repeated: boolean;
};

/** How far a reading is: its rows, bytes of JSON Lines, rows still to come by the API's total (null where it tells none), and the milliseconds since its pass began. Told with each heartbeat, for those who watch; nothing resumes from it. */
export type Seen = {
  readonly rows: number;
  readonly bytes: number;
  readonly ahead: number | null;
  readonly elapsedMs: number;
};
/** What an attempt tells of itself. */
export type Beat = Progress & { readonly seen: Seen };

/** Where a reading begins. */
type Start = Tally & Pick<Progress, "cursor">;

/** What a reading is of: its pass, its table, and the activity's attempt that makes it. */
export type ReadingOptions = Pick<ActivityDeps, "reader" | "sealer" | "store" | "clock" | "partBytes"> & {
  readonly table: TableSpec;
  readonly pass: Pass;
  readonly lookups: ReadonlyMap<string, Lookup>;
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly heartbeat: (beat: Beat | undefined) => void;
};

/** Times that one attempt begins again after its cursor expired, before the attempt is given up. */
const mostRestarts = 3;

/** One attempt at a pass: it goes on where the last one's heartbeat was, and reads again what did not hold. */
export class PassReading {
  readonly #options: ReadingOptions;
  readonly #time: () => PassTime;
  #progress: Progress | undefined;
  #seen: Seen = { rows: 0, bytes: 0, ahead: null, elapsedMs: 0 };
  #t0: string;
  #partsBefore: number;
  #repeated: boolean;

  constructor(options: ReadingOptions, resumed: Progress | undefined) {
    this.#options = options;
    this.#time = passTimer(resumed?.time);
    this.#progress = resumed;
    this.#t0 = resumed?.t0 ?? "";
    this.#partsBefore = resumed?.partsBefore ?? 0;
    this.#repeated = resumed?.repeated ?? false;
  }

  /** Tell where this attempt is: nothing before its first page, or before what an earlier attempt reached. */
  tell(): void {
    this.#options.heartbeat(this.#progress && { ...this.#progress, seen: this.#seen });
  }

  /** When the pass began by the server's clock, and how long it has taken. */
  get began(): { readonly t0: string; readonly elapsedMs: number } {
    return { t0: this.#t0 || t0Of(undefined, this.#options.clock.now()), elapsedMs: this.#time().elapsedMs };
  }

  /** Read to the end; once more where a total that the API tells was missed. */
  async land(): Promise<Tally> {
    const tally = await this.#read(this.#progress);
    if (tally.missing === 0 || this.#repeated) return tally;
    this.#repeated = true;
    this.#partsBefore += tally.parts.length;
    return this.#read(undefined);
  }

  /** Read from a cursor to the end, from the beginning where the source no longer knows the cursor. */
  async #read(from: Progress | undefined): Promise<Tally> {
    for (let restarts = 0, start: Start | undefined = from; ; restarts++) {
      try {
        return await this.#readOnce(start ?? { ...nothing, cursor: null });
      } catch (error) {
        const expired = error instanceof SillageError && error.code === "source.cursor-expired";
        if (!expired || restarts === mostRestarts) throw error;
        this.#partsBefore += this.#progress?.parts.length ?? 0;
        start = undefined;
        this.#beat(nothing, null);
      }
    }
  }

  async #readOnce({ cursor, ...before }: Start): Promise<Tally> {
    const { reader, sealer, table, signal } = this.#options;
    const writer = this.#writer(before);
    const from = cursor === null ? undefined : await openCursor(sealer, table, cursor);
    let tally: Tally = before;
    for await (const page of reader.pages(this.#request(from), signal)) {
      const sealed = await this.#seal(page, tally);
      tally = withPage(tally, page, sealed, this.#options);
      const isPart = writer.add(sealed.rows);
      const { elapsedMs } = this.#time();
      this.#seen = { rows: tally.rows, bytes: writer.bytes, ahead: page.ahead ?? null, elapsedMs };
      this.tell();
      if (!isPart) continue;
      await writer.flush();
      tally = { ...tally, parts: writer.parts };
      if (page.next !== undefined) this.#beat(tally, await keepCursor(sealer, table, page.next));
    }
    await writer.flush();
    return { ...tally, parts: writer.parts };
  }

  async #seal(page: Page, tally: Tally): Promise<SealedPage> {
    const { sealer, table, lookups, clock } = this.#options;
    this.#t0 ||= t0Of(page.serverDate, clock.now());
    if (tally.pages === 0) this.#beat(tally, null);
    const records = page.records.reveal();
    refuseMissingFields(table, records);
    return sealer.sealPage(table, records, lookups);
  }

  #beat(reached: Tally, cursor: KeptCursor | null): void {
    const [t0, partsBefore, repeated] = [this.#t0, this.#partsBefore, this.#repeated];
    this.#progress = { ...reached, cursor, t0, time: this.#time(), partsBefore, repeated };
    this.tell();
  }

  #writer({ parts }: Tally): PartWriter {
    const { store, table, pass, attempt, partBytes } = this.#options;
    const folder = { source: pass.origin ?? table.source, table: table.key, day: pass.day, loadId: pass.loadId };
    const partsBefore = this.#partsBefore;
    return new PartWriter({ store, folder, fence: pass.fence, attempt, partBytes, partsBefore }, parts);
  }

  #request(from: PageCursor | undefined): PassRequest {
    const { table, pass } = this.#options;
    return {
      source: table.source,
      table: table.key,
      read: table.read,
      since: pass.since ?? undefined,
      version: pass.version ?? undefined,
      until: pass.until,
      from,
    };
  }
}
