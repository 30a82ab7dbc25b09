import { Context } from "@temporalio/activity";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";
import { martOf } from "./tables.ts";

/** Rebuilding marts, and knowing which days to rebuild. */
export const createMartActivities = ({
  graph,
  database,
  entities,
  clock,
}: Pick<ActivityDeps, "graph" | "database" | "entities" | "clock">) => ({
  /** Rebuild some days of a mart, or all, and tell its entity. */
  async rebuildMart({ mart, days }: { readonly mart: string; readonly days: readonly string[] | null }) {
    const context = Context.current();
    using _beat = keepAlive(() => context.heartbeat({ mart, days: days?.length ?? "all" }));
    const built = await database.buildMart(martOf(graph, mart), days ?? undefined);
    const { workflowExecution, activityId } = context.info;
    await entities.materialised(
      mart,
      {
        id: built.changed ? built.materialisationId : null,
        at: clock.now().toISOString(),
        rows: built.rows,
        load: null,
        loadedThrough: null,
      },
      `${workflowExecution?.runId}:${activityId}`,
    );
    return built;
  },
  /** Days of a mart that this run's changes made stale; null (all) when it was never built. */
  async staleDays({
    mart,
    touched,
  }: {
    readonly mart: string;
    readonly touched: { readonly [asset: string]: readonly string[] };
  }): Promise<readonly string[] | null> {
    const known = await database.mirror(mart);
    if (known?.materialisationId == null) return null;
    return [...new Set(martOf(graph, mart).deps.flatMap((dep) => (dep.days ? (touched[dep.key] ?? []) : [])))].sort();
  },
});
