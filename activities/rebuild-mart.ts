import { Context } from "@temporalio/activity";
import type { MaterialisedReport } from "../core/ports/asset-entities.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";
import { martOf } from "./tables.ts";

/** That a mart is paused; or its days to rebuild, null for all. */
export type StaleDays = { readonly paused: true } | { readonly paused: false; readonly days: readonly string[] | null };

/** Rebuilding marts, and knowing which days to rebuild. */
export const createMartActivities = ({
  graph,
  database,
  entities,
  clock,
}: Pick<ActivityDeps, "graph" | "database" | "entities" | "clock">) => {
  const tell = async (mart: string, built: Pick<MaterialisedReport, "id" | "at" | "rows">): Promise<void> => {
    const { workflowExecution, activityId } = Context.current().info;
    await entities.materialised(
      mart,
      {
        ...built,
        load: null,
        loadedThrough: null,
        origin: "run",
        freshWithinMs: martOf(graph, mart).freshness?.ms ?? null,
      },
      `${workflowExecution?.runId}:${activityId}`,
    );
  };
  const isPaused = async (mart: string): Promise<boolean> =>
    (await entities.isPaused(mart)) ?? (await database.assetControl(mart))?.pause != null;
  return {
    /** Rebuild some days of a mart, or all, and tell its entity. */
    async rebuildMart({ mart, days }: { readonly mart: string; readonly days: readonly string[] | null }) {
      const context = Context.current();
      using _beat = keepAlive(() => context.heartbeat({ mart, days: days?.length ?? "all" }));
      const signal = context.cancellationSignal;
      const built = await database
        .buildMart(martOf(graph, mart), days ?? undefined, signal)
        .catch((error: unknown) => (signal.aborted ? context.cancelled : Promise.reject(error)));
      await tell(mart, {
        id: built.changed ? built.materialisationId : null,
        at: clock.now().toISOString(),
        rows: built.rows,
      });
      return built;
    },
    /** Days of a mart that are stale, whoever changed them: this run, a dropped file, a run whose marts failed. Null (all) when it was never built. A mart without any is fresh: it is loaded through what its deps are by now, and its entity is told so. */
    async staleDays({ mart }: { readonly mart: string }): Promise<StaleDays> {
      if (await isPaused(mart)) return { paused: true };
      const spec = martOf(graph, mart);
      const days = (await database.staleDays(spec)) ?? null;
      if (days?.length === 0) {
        await database.buildMart(spec, days);
        await tell(mart, { id: null, at: clock.now().toISOString(), rows: 0 });
      }
      return { paused: false, days };
    },
  };
};
