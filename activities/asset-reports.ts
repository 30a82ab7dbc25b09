import { noFailedChecks } from "../core/check/check-result.ts";
import type { ActivityDeps } from "./deps.ts";
import { loadedMark } from "./loaded-mark.ts";
import { requestId } from "./request-id.ts";

/** What the ledger, the mirror and the bucket know of an asset, told to its entity. */
export const createAssetReports = ({
  graph,
  entities,
  database,
  clock,
}: Pick<ActivityDeps, "graph" | "entities" | "database" | "clock">) => ({
  /** Tell the entity that a load was merged, as the ledger has it. */
  async reportLoaded(request: { readonly table: string; readonly loadId: string }) {
    const load = await database.loadState(request.loadId);
    const mirror = await database.mirror(request.table);
    const { checks } = graph.asset(request.table);
    await entities.materialised(
      request.table,
      {
        id: load?.materialisationId ?? null,
        rows: load?.merged ?? 0,
        load: request.loadId,
        ...loadedMark(mirror, clock.now()),
        origin: load?.origin ?? "run",
        ...(checks.length === 0 && { checks: noFailedChecks }),
      },
      requestId("loaded"),
    );
  },
});
