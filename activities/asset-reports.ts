import { Context } from "@temporalio/activity";
import { checkReport, noFailedChecks, type CheckReport } from "../core/check/check-result.ts";
import type { Mark } from "../core/manifest.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";
import { latestManifest } from "./manifests.ts";
import { requestId } from "./request-id.ts";
import { tableOf } from "./tables.ts";

/** What an entity without carried state starts from. */
export type RecoveredAsset = {
  readonly mark: Mark;
  readonly fence: number;
  readonly loadedThrough: string | null;
  readonly freshWithinMs: number | null;
  readonly checks: CheckReport;
};

/** What the ledger, the mirror and the bucket know of an asset, told to its entity. */
export const createAssetReports = ({
  graph,
  entities,
  database,
  store,
  clock,
}: Pick<ActivityDeps, "graph" | "entities" | "database" | "store" | "clock">) => ({
  /** Tell the entity that a load was merged, as the ledger has it. */
  async reportLoaded(request: { readonly table: string; readonly loadId: string }) {
    const load = await database.loadState(request.loadId);
    const mirror = await database.mirror(request.table);
    const { freshness, checks } = graph.asset(request.table);
    await entities.materialised(
      request.table,
      {
        id: load?.materialisationId ?? null,
        at: clock.now().toISOString(),
        rows: load?.merged ?? 0,
        load: request.loadId,
        loadedThrough: mirror?.loadedThrough ?? null,
        origin: load?.origin ?? "run",
        freshWithinMs: freshness?.ms ?? null,
        ...(checks.length === 0 && { checks: noFailedChecks }),
      },
      requestId("loaded"),
    );
  },
  /** What an entity without carried state starts from: the landed mark of the manifests, the loaded one and the last results of checks of the database. */
  async recoverAsset(asset: string): Promise<RecoveredAsset> {
    const context = Context.current();
    using _beat = keepAlive(() => context.heartbeat({ asset }));
    const mirror = await database.mirror(asset);
    const { kind, freshness, checks } = graph.asset(asset);
    const declared = new Set(checks.map(({ name }) => name));
    const results = checks.length === 0 ? [] : await database.lastResults(asset);
    const known = {
      fence: mirror?.fence ?? 0,
      loadedThrough: mirror?.loadedThrough ?? null,
      freshWithinMs: freshness?.ms ?? null,
      checks: checkReport(results.filter(({ check }) => declared.has(check))),
    };
    if (kind !== "table") return { mark: {}, ...known };
    const latest = await latestManifest(store, tableOf(graph, asset));
    return { mark: latest?.next ?? {}, ...known };
  },
});
