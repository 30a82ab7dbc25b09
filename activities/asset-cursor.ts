import { Context } from "@temporalio/activity";
import type { Mark } from "../core/manifest.ts";
import { latestManifest } from "./manifests.ts";
import { tableOf } from "./tables.ts";
import type { ActivityDeps } from "./deps.ts";

/** How long an extraction may hold a cursor before another may take it: its own longest life. */
const leaseMs = 6 * 3_600_000;

/** A request id that survives retries of the activity and differs between calls. */
const requestId = (what: string): string => {
  const { workflowExecution, activityId } = Context.current().info;
  return `${workflowExecution?.runId ?? "none"}:${activityId}:${what}`;
};

/** Calls to the entity of one asset, each idempotent under retry. */
export const createAssetCursor = ({
  graph,
  entities,
  database,
  store,
  clock,
}: Pick<ActivityDeps, "graph" | "entities" | "database" | "store" | "clock">) => ({
  /** Ask for a table's cursor on behalf of an extraction. */
  async acquireCursor(request: { readonly table: string; readonly holder: string }) {
    return entities.acquire(request.table, { holder: request.holder, leaseMs }, requestId("acquire"));
  },
  /** Move the landed mark, and mirror it in the database. */
  async advanceCursor(request: {
    readonly table: string;
    readonly fence: number;
    readonly mark: Mark;
    readonly loadId: string;
  }) {
    await entities.advance(
      request.table,
      { fence: request.fence, mark: request.mark, loadId: request.loadId },
      requestId("advance"),
    );
    const known = await database.mirror(request.table);
    await database.saveMirror({
      asset: request.table,
      landedThrough: request.mark.watermark ?? request.mark.version ?? null,
      loadedThrough: known?.loadedThrough ?? null,
      fence: request.fence,
      materialisationId: known?.materialisationId ?? null,
      materialisedAt: known?.materialisedAt ?? null,
      rows: known?.rows ?? 0,
    });
  },
  /** Give the cursor back. */
  async releaseCursor(request: { readonly table: string; readonly holder: string; readonly fence: number }) {
    await entities.release(request.table, { holder: request.holder, fence: request.fence }, requestId("release"));
  },
  /** Tell the entity that a load was merged, as the ledger has it. */
  async reportLoaded(request: { readonly table: string; readonly loadId: string }) {
    const load = await database.loadState(request.loadId);
    const mirror = await database.mirror(request.table);
    await entities.materialised(
      request.table,
      {
        id: load?.materialisationId ?? null,
        at: clock.now().toISOString(),
        rows: load?.merged ?? 0,
        load: request.loadId,
        loadedThrough: mirror?.loadedThrough ?? null,
      },
      requestId("loaded"),
    );
  },
  /** What an entity without carried state starts from: the landed mark of the manifests, the loaded one of the database. */
  async recoverAsset(
    asset: string,
  ): Promise<{ readonly mark: Mark; readonly fence: number; readonly loadedThrough: string | null }> {
    const mirror = await database.mirror(asset);
    const fence = mirror?.fence ?? 0;
    const loadedThrough = mirror?.loadedThrough ?? null;
    if (graph.asset(asset).kind !== "table") return { mark: {}, fence, loadedThrough };
    const latest = await latestManifest(store, tableOf(graph, asset));
    return { mark: latest?.next ?? {}, fence, loadedThrough };
  },
});
