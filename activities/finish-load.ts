import { Context } from "@temporalio/activity";
import type { Manifest } from "../core/manifest.ts";
import type { LoadState } from "../core/ports/database.ts";
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

/** Check that every row is accounted for, mark the load merged, move the loaded mark to where the table is known complete, unless the pass was unverified. Throws `load.unbalanced`. */
export const createFinishLoad = ({ graph, store, database }: Pick<ActivityDeps, "graph" | "store" | "database">) =>
  async function finishLoad({ manifestKey }: { readonly manifestKey: string }): Promise<FinishedLoad> {
    const context = Context.current();
    using _beat = keepAlive(() => context.heartbeat({ manifestKey }));
    const { manifest } = await readManifest(store, manifestKey);
    const table = tableOf(graph, manifest.table);
    const loadedThrough = manifest.verified ? completeThrough(manifest, table.read.overlapMs) : null;
    return toFinished(await database.finishLoad(table, manifest.loadId, { loadedThrough }));
  };

/** A pass that read everything it promises is complete to its T0; an incremental one to its overlap before T0: later rows may still be in flight. A quiet table is as complete as a busy one. */
export function completeThrough({ pass, t0 }: Pick<Manifest, "pass" | "t0">, overlapMs: number): string {
  return pass === "incremental" ? new Date(Date.parse(t0) - overlapMs).toISOString() : t0;
}
