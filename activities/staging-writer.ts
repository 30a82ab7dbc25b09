import type { QuarantinedRow, StagedRow } from "../core/ports/database.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import type { ActivityDeps } from "./deps.ts";
import { batchBytes, throttled } from "./throttled.ts";
import type { Staged } from "./to-staged-row.ts";

/** What one batch holds at most: bytes and rows. */
type BatchLimit = { readonly bytes: number; readonly rows: number };
const throttledLimit: BatchLimit = { bytes: batchBytes, rows: Infinity };
const freeLimit: BatchLimit = { bytes: 4_000_000, rows: 20_000 };
/** Batches written at once, while the next is filled. */
const atOnce = 2;

/** A line of a part by its number, from 1: where its encoded bytes begin, and how many they are. */
export type PartLine = { readonly line: number; readonly from: number; readonly bytes: number };

/** Where a writer's lines go, and what a line is read as. `read` may refuse the part by throwing. */
export type StagingTarget = {
  readonly table: TableSpec;
  readonly loadId: string;
  readonly part: number;
  readonly read: (line: PartLine) => Staged;
};

/** Lines in their order. */
type Batch = { readonly lines: PartLine[]; bytes: number };
const emptyBatch = (): Batch => ({ lines: [], bytes: 0 });

/**
 * Writes lines into staging in throttled batches: two are written while the next is filled. A line is read when its
 * batch is sent, one after the other, so that what it is read into never waits for the server or the rest of its batch,
 * where collecting it costs most; the few of a throttled batch are read before its turn.
 * A line longer than a batch goes alone and whole, once all its bytes were reserved: over any second at most what
 * `throttled.ts` says, and what the longer lines written in it have beyond a batch.
 * A hole that a crash leaves between two batches is seen by `stagedThrough`.
 */
export class StagingWriter {
  readonly #database: ActivityDeps["database"];
  readonly #target: StagingTarget;
  readonly #signal: AbortSignal;
  #limit: BatchLimit = throttledLimit;
  #batch = emptyBatch();
  #writing: readonly Promise<void>[] = [];

  constructor(database: ActivityDeps["database"], target: StagingTarget, signal: AbortSignal) {
    this.#database = database;
    this.#target = target;
    this.#signal = signal;
  }

  /** Learn how much may go at once, so that a part's first batches are no smaller than they need be. */
  async ready(): Promise<void> {
    await this.#isThrottled();
  }

  /** Whether `bytes` more need {@link flush} first. */
  isFull(bytes: number): boolean {
    const { lines, bytes: held } = this.#batch;
    return held > 0 && (held + bytes > this.#limit.bytes || lines.length >= this.#limit.rows);
  }

  /** Take a line. */
  add(line: PartLine): void {
    this.#batch.lines.push(line);
    this.#batch.bytes += line.bytes;
  }

  /** Begin to write what was taken, once there is room for another batch on its way. Throws what `read` and the database throw of lines taken before. */
  async flush(): Promise<void> {
    const full = this.#batch;
    this.#batch = emptyBatch();
    if (this.#writing.length >= atOnce) await this.#writing[0];
    const writing = this.#write(full.lines);
    writing.catch(() => undefined);
    this.#writing = [...this.#writing.slice(1 - atOnce), writing];
  }

  /** Wait until all that was flushed is there. */
  async written(): Promise<void> {
    await Promise.all(this.#writing);
  }

  /** The throttle may have been switched since the batch was begun: its state now says how much goes at once. */
  async #write(lines: readonly PartLine[]): Promise<void> {
    const enabled = await this.#isThrottled();
    for (const piece of piecesOf(lines, this.#limit)) {
      const misfits: QuarantinedRow[] = [];
      const rows = fittingRows(piece, this.#target.read, misfits);
      await this.#stage(enabled ? await this.#granted(piece, rows) : rows, misfits);
    }
  }

  /** Rows whose turn has come. They are read before it, so that nothing but sending makes them late. */
  async #granted(lines: readonly PartLine[], rows: Iterable<StagedRow>): Promise<readonly StagedRow[]> {
    const ready = [...rows];
    await throttled(this.#database, { lane: "default", bytes: bytesOf(lines) }, this.#signal);
    return ready;
  }

  async #isThrottled(): Promise<boolean> {
    const { enabled } = await this.#database.throttleState("default");
    this.#limit = enabled ? throttledLimit : freeLimit;
    return enabled;
  }

  /** Rows are read while they are staged; `misfits` are filled by then. */
  async #stage(rows: Iterable<StagedRow>, misfits: readonly QuarantinedRow[]): Promise<void> {
    const { table, loadId, part } = this.#target;
    await this.#database.stageBatch(table, loadId, part, rows);
    await this.#database.quarantineBatch(table, loadId, part, misfits);
  }
}

const bytesOf = (lines: readonly PartLine[]): number => lines.reduce((sum, line) => sum + line.bytes, 0);

/** The rows of lines, each read when it is asked for, and left to the collector at once; those that do not fit are put among `misfits`. */
function* fittingRows(
  lines: readonly PartLine[],
  read: (line: PartLine) => Staged,
  misfits: QuarantinedRow[],
): Iterable<StagedRow> {
  for (const line of lines) {
    const staged = read(line);
    if (staged.kind === "row") yield staged.row;
    else misfits.push(staged.row);
  }
}

function* piecesOf(lines: readonly PartLine[], limit: BatchLimit): Iterable<readonly PartLine[]> {
  let [from, bytes] = [0, 0];
  for (const [at, line] of lines.entries()) {
    if (at > from && (bytes + line.bytes > limit.bytes || at - from >= limit.rows)) {
      yield lines.slice(from, at);
      [from, bytes] = [at, 0];
    }
    bytes += line.bytes;
  }
  if (from < lines.length) yield lines.slice(from);
}
