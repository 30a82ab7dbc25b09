import { Context } from "@temporalio/activity";
import type { Manifest } from "../core/manifest.ts";
import type { LoadState, PassClaim } from "../core/ports/database.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";
import { readManifest } from "./manifests.ts";
import { tableOf } from "./tables.ts";

/** How a load ended, as workflows carry it. */
export type FinishedLoad = {
  readonly loadId: string;
  readonly table: string;
  readonly merged: number;
  readonly unchanged: number;
  readonly superseded: number;
  readonly quarantined: number;
  readonly erased: number;
  readonly materialisationId: string | null;
};

/** What a workflow is told of a load. */
export const toFinished = (load: LoadState): FinishedLoad => ({
  loadId: load.loadId,
  table: load.table,
  merged: load.merged,
  unchanged: load.unchanged,
  superseded: load.superseded,
  quarantined: load.quarantined,
  erased: load.erased,
  materialisationId: load.materialisationId,
});

/** Check that every row is accounted for, mark the load merged, move the loaded mark to where the table is known complete without a gap, unless the pass was unverified. Throws `load.unbalanced`. */
export const createFinishLoad = ({ graph, store, database }: Pick<ActivityDeps, "graph" | "store" | "database">) =>
  async function finishLoad({ manifestKey }: { readonly manifestKey: string }): Promise<FinishedLoad> {
    const context = Context.current();
    using _beat = keepAlive(() => context.heartbeat({ manifestKey }));
    const { manifest } = await readManifest(store, manifestKey);
    const table = tableOf(graph, manifest.table);
    const finished = await database.finishLoad(table, manifest.loadId, claimOf(manifest, table.read.overlapMs));
    // A part that was landed before an erasure may bring the person's row back, or sealed values of facts.
    await database.purgeErased(table);
    return toFinished(finished);
  };

/**
 * What a pass claims; null when it was unverified. It is complete to its overlap before T0: later rows may still have
 * been in flight. A quiet table is as complete as a busy one.
 */
export function claimOf(manifest: Manifest, overlapMs: number): PassClaim | null {
  const { verified, t0, next } = manifest;
  if (!verified) return null;
  return {
    completeThrough: shifted(t0, -overlapMs),
    from: startOf(manifest, overlapMs),
    to: next,
  };
}

/** A re-read horizon reaches back behind the mark, and so over the loads that are missing since, but not over a reading of everything. */
function startOf({ pass, since, from }: Manifest, overlapMs: number): PassClaim["from"] {
  if (pass === "full") return null;
  return pass === "horizon" && since !== null ? { ...from, watermark: shifted(since, overlapMs) } : from;
}

const shifted = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();
