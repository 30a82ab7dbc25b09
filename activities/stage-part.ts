import { Context } from "@temporalio/activity";
import { SillageError } from "../core/errors.ts";
import type { LandedRow } from "../core/landed-row.ts";
import type { Manifest } from "../core/manifest.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { linesOf } from "./adapters/line-codec.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";
import { readManifest } from "./manifests.ts";
import type { PartRef } from "./open-load.ts";
import { parseLine } from "./parse-line.ts";
import { partOf } from "./part-of.ts";
import { readPart } from "./read-part.ts";
import { StagingWriter } from "./staging-writer.ts";
import { tableOf } from "./tables.ts";
import { rowCaster } from "./to-staged-row.ts";

/** What staging needs. */
export type StageDeps = Pick<ActivityDeps, "graph" | "store" | "database" | "gate" | "zone">;

/** Read one part and stage it in throttled batches; a retry goes on where staging is whole. Throws `load.clear-personal`, `load.altered`, `store.missing`. */
export const createStagePart = (deps: StageDeps) =>
  async function stagePart(request: PartRef & { readonly manifestKey: string }): Promise<void> {
    const { manifest } = await readManifest(deps.store, request.manifestKey);
    await ensureStaged(deps, manifest, request.part);
  };

/** Bring a part into staging whole, once it was compared with its manifest. */
export async function ensureStaged(deps: StageDeps, manifest: Manifest, part: number): Promise<void> {
  const context = Context.current();
  const table = tableOf(deps.graph, manifest.table);
  const info = partOf(manifest, part);
  let line = 0;
  using _beat = keepAlive(() => context.heartbeat({ part, line, rows: info.rows }));
  const lines = await readPart(deps.store, info, context.cancellationSignal);
  const through = await deps.database.stagedThrough(table, manifest.loadId, part);
  if (through >= info.rows) return;
  const cast = rowCaster(table, deps.zone, manifest.t0);
  const writer = new StagingWriter(deps.database, { table, loadId: manifest.loadId, part }, context.cancellationSignal);
  try {
    for (const texts of linesOf(lines))
      for (const text of texts) {
        line++;
        if (line <= through) continue;
        const bytes = Buffer.byteLength(text);
        if (writer.isFull(bytes)) await writer.flush();
        const landed = parseLine(info, text, line);
        refuseClear(deps, table, manifest, landed, line);
        writer.add(cast(landed, line), bytes);
      }
    await writer.flush();
  } finally {
    await writer.written();
  }
}

function refuseClear(deps: StageDeps, table: TableSpec, manifest: Manifest, landed: LandedRow, line: number): void {
  const why = deps.gate(table, landed);
  if (why !== undefined)
    throw new SillageError({
      code: "load.clear-personal",
      message: `Line ${line} of the load ${manifest.loadId} of ${table.key} is refused: ${why}.`,
      fix: "Nothing of its part was merged. Drop foreign files under inbox/<table>/, where they are sealed first.",
    });
}
