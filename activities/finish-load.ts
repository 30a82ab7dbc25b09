import type { LoadState } from "../core/ports/database.ts";
import type { ActivityDeps } from "./deps.ts";
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
  readonly days: readonly string[];
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
  days: load.days,
  materialisationId: load.materialisationId,
});

/** Check that every row is accounted for, mark the load merged, move the loaded mark. Throws `load.unbalanced`. */
export const createFinishLoad = ({ graph, store, database }: Pick<ActivityDeps, "graph" | "store" | "database">) =>
  async function finishLoad({ manifestKey }: { readonly manifestKey: string }): Promise<FinishedLoad> {
    const { manifest } = await readManifest(store, manifestKey);
    const loadedThrough = manifest.next.watermark ?? manifest.t0;
    return toFinished(await database.finishLoad(tableOf(graph, manifest.table), manifest.loadId, { loadedThrough }));
  };
