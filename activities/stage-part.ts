import { createHash } from "node:crypto";
import { Context } from "@temporalio/activity";
import { SillageError } from "../core/errors.ts";
import type { LandedRow } from "../core/landed-row.ts";
import type { Manifest, PartInfo } from "../core/manifest.ts";
import type { QuarantinedRow, StagedRow } from "../core/ports/database.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { readLines } from "./adapters/line-codec.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";
import { readManifest } from "./manifests.ts";
import type { PartRef } from "./open-load.ts";
import { tableOf } from "./tables.ts";
import { batchBytes, throttled } from "./throttled.ts";
import { rowCaster } from "./to-staged-row.ts";

/** With the throttle off a batch holds this much instead. Bytes and rows. */
const unthrottled = { bytes: 4_000_000, rows: 20_000 };

/** What staging needs. */
export type StageDeps = Pick<ActivityDeps, "graph" | "store" | "database" | "gate" | "zone">;

type Batch = { rows: StagedRow[]; misfits: QuarantinedRow[]; bytes: number };

/** Stage one part in throttled batches; a retry goes on where staging is whole. Throws `load.clear-personal`, `load.altered`. */
export const createStagePart = (deps: StageDeps) =>
  async function stagePart(request: PartRef & { readonly manifestKey: string }): Promise<void> {
    const { manifest } = await readManifest(deps.store, request.manifestKey);
    await ensureStaged(deps, manifest, request.part);
  };

/** Bring a part into staging whole; nothing to do when it is. */
export async function ensureStaged(deps: StageDeps, manifest: Manifest, part: number): Promise<void> {
  const context = Context.current();
  const table = tableOf(deps.graph, manifest.table);
  const info = partOf(manifest, part);
  const through = await deps.database.stagedThrough(table, manifest.loadId, part);
  if (through >= info.rows) return;
  let line = 0;
  using _beat = keepAlive(() => context.heartbeat({ part, line, rows: info.rows }));
  const limit = (await deps.database.throttleState("default")).enabled
    ? { bytes: batchBytes, rows: Infinity }
    : unthrottled;
  const cast = rowCaster(table, deps.zone, manifest.t0);
  const hash = createHash("sha256");
  let batch: Batch = { rows: [], misfits: [], bytes: 0 };
  const flush = async (): Promise<void> => {
    await throttled(deps.database, "default", batch.bytes, context.cancellationSignal);
    await deps.database.stageBatch(table, manifest.loadId, part, batch.rows);
    await deps.database.quarantineBatch(table, manifest.loadId, part, batch.misfits);
    batch = { rows: [], misfits: [], bytes: 0 };
  };
  for await (const lines of readLines(
    hashed(await deps.store.read(info.key, { signal: context.cancellationSignal }), hash),
  )) {
    for (const text of lines) {
      line++;
      if (line <= through) continue;
      const bytes = Buffer.byteLength(text);
      if (batch.bytes > 0 && (batch.bytes + bytes > limit.bytes || batch.rows.length >= limit.rows)) await flush();
      const landed: LandedRow = JSON.parse(text);
      refuseClear(deps, table, manifest, landed, line);
      const staged = cast(landed, line);
      if (staged.kind === "row") batch.rows.push(staged.row);
      else batch.misfits.push(staged.row);
      batch.bytes += bytes;
    }
  }
  if (hash.digest("hex") !== info.sha256 || line !== info.rows) throw altered(info);
  await flush();
}

const altered = (info: PartInfo): SillageError =>
  new SillageError({
    code: "load.altered",
    message: `The part ${info.key} is not what its manifest says.`,
    fix: "Nothing was merged. Find out who changed it, and extract the table again.",
  });

function partOf(manifest: Manifest, part: number): PartInfo {
  const info = manifest.parts[part - 1];
  if (info !== undefined) return info;
  throw new SillageError({
    code: "manifest.invalid",
    message: `The manifest of ${manifest.loadId} has no part ${part}.`,
    fix: "Extract the table again.",
  });
}

function refuseClear(deps: StageDeps, table: TableSpec, manifest: Manifest, landed: LandedRow, line: number): void {
  const why = deps.gate(table, landed);
  if (why !== undefined)
    throw new SillageError({
      code: "load.clear-personal",
      message: `Line ${line} of the load ${manifest.loadId} of ${table.key} is refused: ${why}.`,
      fix: "Nothing was merged. Drop foreign files under inbox/<table>/, where they are sealed first.",
    });
}

async function* hashed(
  chunks: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}
