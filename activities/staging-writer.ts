import type { QuarantinedRow, StagedRow } from "../core/ports/database.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import type { ActivityDeps } from "./deps.ts";
import { batchBytes, throttled } from "./throttled.ts";
import type { Staged } from "./to-staged-row.ts";

/** What one batch holds at most: bytes and rows. */
type BatchLimit = { readonly bytes: number; readonly rows: number };
const throttledLimit: BatchLimit = { bytes: batchBytes, rows: Infinity };
const freeLimit: BatchLimit = { bytes: 2_000_000, rows: 5_000 };
/** Batches written at once, while the next is filled. */
const atOnce = 2;

/** Where a writer's rows go. */
export type StagingTarget = { readonly table: TableSpec; readonly loadId: string; readonly part: number };

/** Rows in order of their lines, with their encoded bytes. */
type Batch = { readonly staged: Staged[]; readonly sizes: number[]; bytes: number };
const emptyBatch = (): Batch => ({ staged: [], sizes: [], bytes: 0 });

/** Writes rows into staging in throttled batches: two are written while the next is filled. A hole that a crash leaves between them is seen by `stagedThrough`. */
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

  /** Whether `bytes` more need {@link flush} first. */
  isFull(bytes: number): boolean {
    const { staged, bytes: held } = this.#batch;
    return held > 0 && (held + bytes > this.#limit.bytes || staged.length >= this.#limit.rows);
  }

  /** Take a row of so many encoded bytes. */
  add(staged: Staged, bytes: number): void {
    this.#batch.staged.push(staged);
    this.#batch.sizes.push(bytes);
    this.#batch.bytes += bytes;
  }

  /** Begin to write what was taken, once there is room for another batch on its way. */
  async flush(): Promise<void> {
    const full = this.#batch;
    this.#batch = emptyBatch();
    if (this.#writing.length >= atOnce) await this.#writing[0];
    const writing = this.#write(full);
    writing.catch(() => undefined);
    this.#writing = [...this.#writing.slice(1 - atOnce), writing];
  }

  /** Wait until all that was flushed is there. */
  async written(): Promise<void> {
    await Promise.all(this.#writing);
  }

  /** The throttle may have been switched since the batch was begun: its state now says how much goes at once. */
  async #write(batch: Batch): Promise<void> {
    const { enabled } = await this.#database.throttleState("default");
    this.#limit = enabled ? throttledLimit : freeLimit;
    for (const piece of piecesOf(batch, this.#limit)) await this.#writePiece(piece);
  }

  async #writePiece({ staged, bytes }: Pick<Batch, "staged" | "bytes">): Promise<void> {
    const { table, loadId, part } = this.#target;
    const rows: StagedRow[] = [];
    const misfits: QuarantinedRow[] = [];
    for (const line of staged)
      if (line.kind === "row") rows.push(line.row);
      else misfits.push(line.row);
    await throttled(this.#database, "default", bytes, this.#signal);
    await this.#database.stageBatch(table, loadId, part, rows);
    await this.#database.quarantineBatch(table, loadId, part, misfits);
  }
}

function* piecesOf(batch: Batch, limit: BatchLimit): Iterable<Pick<Batch, "staged" | "bytes">> {
  let [from, bytes] = [0, 0];
  for (const [at, size] of batch.sizes.entries()) {
    if (at > from && (bytes + size > limit.bytes || at - from >= limit.rows)) {
      yield { staged: batch.staged.slice(from, at), bytes };
      [from, bytes] = [at, 0];
    }
    bytes += size;
  }
  if (from < batch.staged.length) yield { staged: batch.staged.slice(from), bytes };
}
