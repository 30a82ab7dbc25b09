import { Context } from "@temporalio/activity";
import { checkReport, noFailedChecks, type CheckReport } from "../core/check/check-result.ts";
import { SillageError } from "../core/errors.ts";
import type { BuiltMart } from "../core/ports/mart-port.ts";
import type { MaterialisedReport } from "../core/ports/asset-entities.ts";
import type { ActivityDeps } from "./deps.ts";
import { isPaused } from "./is-paused.ts";
import { keepAlive } from "./keep-alive.ts";
import { loadedMark } from "./loaded-mark.ts";
import { requestId } from "./request-id.ts";
import { martOf } from "./tables.ts";

/** That a mart is paused; or its days to rebuild, null for all. */
export type StaleDays = { readonly paused: true } | { readonly paused: false; readonly days: readonly string[] | null };

/** A mart to rebuild: some days, or null for all; `run` is what results of its checks are kept under. `stale: "built"`: what else is stale as well, in a backfill too. */
export type RebuildRequest = {
  readonly mart: string;
  readonly days: readonly string[] | null;
  readonly run: string;
  readonly stale?: "built";
};
/** A backfill's window is of its own days alone, and neither makes its mart fresh nor ends a failure: what else is stale, the backfill's last window or the next run builds. */
const isWindow = ({ run, stale }: RebuildRequest): boolean => run.startsWith("backfill/") && stale !== "built";

/** How a mart was rebuilt; `checks` are those that failed and do not block. */
export type Rebuilt = Omit<BuiltMart, "checks"> & { readonly checks: CheckReport };

type MartDeps = Pick<ActivityDeps, "graph" | "database" | "entities" | "clock">;
type Told = Pick<MaterialisedReport, "id" | "rows" | "checks" | "builtWith" | "origin">;

/** Tells a mart's entity how it was built and through what it is loaded now, once however often the activity is tried. */
const teller =
  ({ graph, database, entities, clock }: MartDeps) =>
  async (mart: string, built: Told): Promise<void> => {
    const { workflowExecution, activityId } = Context.current().info;
    const { checks } = martOf(graph, mart);
    const mirror = await database.mirror(mart);
    await entities.materialised(
      mart,
      {
        ...(checks.length === 0 && { checks: noFailedChecks }),
        ...built,
        load: null,
        ...loadedMark(mirror, clock.now()),
      },
      `${workflowExecution?.runId}:${activityId}`,
    );
  };

/** Rebuilding marts, and knowing which days to rebuild. */
export const createMartActivities = (deps: MartDeps) => {
  const { graph, database, entities } = deps;
  const tell = teller(deps);
  const refused = async (mart: string, error: unknown): Promise<never> => {
    if (error instanceof SillageError && error.code === "check.failed")
      await entities.checked(mart, checkReport(await database.lastResults(mart)), requestId("checked"));
    throw error;
  };
  /** What a mart with a condition is about to be built with, as its deps are by now. */
  const depsOf = async (mart: string): Promise<Pick<Told, "builtWith">> => {
    const { automation, deps } = martOf(graph, mart);
    if (automation === undefined) return {};
    const idsOf = async (dep: string) => (await database.materialisations(dep)).map(({ id }) => id);
    const ids = await Promise.all(deps.map(async ({ key }) => [key, await idsOf(key)] as const));
    return { builtWith: Object.fromEntries(ids) };
  };
  return {
    /** Rebuild some days of a mart, or all, unless a blocking check fails on what was rebuilt; tell its entity. In a backfill's window nothing else that is stale. Throws `check.failed`. */
    async rebuildMart(request: RebuildRequest): Promise<Rebuilt> {
      const { mart, days, run } = request;
      const context = Context.current();
      using _beat = keepAlive(() => context.heartbeat({ mart, days: days?.length ?? "all" }));
      const signal = context.cancellationSignal;
      const deps = isWindow(request) ? {} : await depsOf(mart);
      const build = { cause: run, signal, ...(isWindow(request) && { stale: "left" as const }) };
      const { checks: results, ...built } = await database
        .buildMart(martOf(graph, mart), days ?? undefined, build)
        .catch((error: unknown) => (signal.aborted ? context.cancelled : refused(mart, error)));
      const checks = checkReport(results);
      const id = built.changed ? built.materialisationId : null;
      await tell(mart, { id, rows: built.rows, checks, origin: isWindow(request) ? "backfill" : "run", ...deps });
      return { ...built, checks };
    },
    /** Days of a mart that are stale, whoever changed them: this run, a dropped file, a run whose marts failed. Null (all) when it was never built. A mart without any is fresh: it is loaded through what its deps are by now, and its entity is told so. */
    async staleDays({ mart }: { readonly mart: string }): Promise<StaleDays> {
      if (await isPaused({ database, entities }, mart)) return { paused: true };
      const spec = martOf(graph, mart);
      const deps = await depsOf(mart);
      const days = (await database.staleDays(spec)) ?? null;
      if (days?.length === 0) {
        await database.buildMart(spec, days);
        await tell(mart, { id: null, rows: 0, origin: "run", ...deps });
      }
      return { paused: false, days };
    },
  };
};
