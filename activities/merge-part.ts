import { Context } from "@temporalio/activity";
import { slicesOf } from "../core/slices.ts";
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
    const { manifest } = await readManifest(deps.store, manifestKey);
    const table = tableOf(deps.graph, manifest.table);
    await ensureStaged(deps, manifest, part);
    const { enabled } = await deps.database.throttleState("default");
    let merged = 0;
    using _beat = keepAlive(() => context.heartbeat({ part, merged, rows }));
    for (const slice of slicesOf(part, rows, enabled ? sliceRows.throttled : sliceRows.free)) {
      if (enabled)
        await throttled(
          deps.database,
          "merge",
          Math.ceil((rawBytes * (slice.to - slice.from + 1)) / rows),
          context.cancellationSignal,
        );
      await deps.database.mergeSlice(table, manifest.loadId, slice);
      merged = slice.to;
    }
  };
