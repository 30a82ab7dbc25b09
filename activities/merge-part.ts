import { Context } from "@temporalio/activity";
import { SillageError } from "../core/errors.ts";
import type { Manifest } from "../core/manifest.ts";
import type { Slice } from "../core/ports/database.ts";
import { sliceFrom } from "../core/slices.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { keepAlive } from "./keep-alive.ts";
import { readManifest } from "./manifests.ts";
import type { PartRef } from "./open-load.ts";
import { ensureStaged, type StageDeps } from "./stage-part.ts";
import { tableOf } from "./tables.ts";
import { throttled } from "./throttled.ts";

/** Rows a slice: a merge is no burst. With the throttle off slices may be larger. */
const sliceRows = { throttled: 5_000, free: 20_000 };

/** Merge one staged part slice by slice, paced on the merge lane; slices found in the ledger are skipped, and a part that a crash emptied is staged again. */
export const createMergePart = (deps: StageDeps) =>
  async function mergePart({
    manifestKey,
    part,
    rows,
    rawBytes,
  }: PartRef & { readonly manifestKey: string }): Promise<void> {
    const context = Context.current();
    let merged = 0;
    using _beat = keepAlive(() => context.heartbeat({ part, merged, rows }));
    const { manifest } = await readManifest(deps.store, manifestKey);
    const table = tableOf(deps.graph, manifest.table);
    while (merged < rows) {
      const { enabled } = await deps.database.throttleState("default");
      const slice = sliceFrom(part, merged + 1, rows, enabled ? sliceRows.throttled : sliceRows.free);
      const bytes = Math.ceil((rawBytes * (slice.to - merged)) / rows);
      if (enabled) await throttled(deps.database, { lane: "merge", bytes }, context.cancellationSignal);
      await mergeStaged(deps, table, manifest, slice);
      merged = slice.to;
    }
  };

/** Merge a slice; when a crash emptied staging since it was filled, fill it once more first. */
async function mergeStaged(deps: StageDeps, table: TableSpec, manifest: Manifest, slice: Slice): Promise<void> {
  try {
    await deps.database.mergeSlice(table, manifest.loadId, slice);
  } catch (error) {
    if (!(error instanceof SillageError) || error.code !== "load.unstaged") throw error;
    await ensureStaged(deps, manifest, slice.part);
    await deps.database.mergeSlice(table, manifest.loadId, slice);
  }
}
