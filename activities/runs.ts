import { businessDay } from "../core/cast/zone.ts";
import type { Plan } from "../core/graph/plan.ts";
import type { Housekept, RunBegun, RunEnded, RunStep } from "../core/ports/runs.ts";
import { cutRuns } from "../core/run/cut-runs.ts";
import type { ActivityDeps } from "./deps.ts";
import { createPlanRun } from "./plan-run.ts";

/** A run that begins, before it is planned. */
export type RunBeginning = Omit<RunBegun, "assets" | "logicalDay">;
/** How a run stands or ended, with the steps not kept yet. Runs of before there were steps tell neither these nor a code, and their beginning too. */
export type RunTold = {
  readonly id: string;
  readonly job: string;
  readonly state: "running" | "succeeded" | "failed" | "cancelled";
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly detail: string;
  readonly failures?: number;
  readonly code?: string | null;
  readonly steps?: readonly RunStep[];
};

/** A run's beginning, its steps, its end, what is forgotten of old ones. */
export const createRunActivities = ({
  graph,
  database,
  entities,
  runsKept,
}: Pick<ActivityDeps, "graph" | "database" | "entities" | "runsKept">) => ({
  /** Plan a run and write it down as running, also one that cannot be planned. Throws as `planRun`. */
  async beginRun(run: RunBeginning): Promise<Plan> {
    const planned = await createPlanRun({ graph })(run).catch((error: unknown) => ({ error }));
    const assets = "error" in planned ? [] : planned.steps.map(({ asset }) => asset);
    await database.beginRun({ ...run, logicalDay: businessDay(run.logicalAt, run.zone), assets });
    if ("error" in planned) throw planned.error;
    return planned;
  },
  /** Keep how some steps of a run ended. */
  keepSteps: ({ run, steps }: { readonly run: string; readonly steps: readonly RunStep[] }): Promise<void> =>
    database.keepSteps(run, steps),
  /** Keep how a run ended. Tells whether old runs are to be looked at after it. */
  async recordRun(run: RunTold): Promise<{ readonly housekeeping: boolean }> {
    if (run.endedAt === null || run.state === "running") {
      await database.beginRun(withoutPlan(run));
      return { housekeeping: false };
    }
    await database.endRun(endOf(run, run.state, run.endedAt), run.steps ?? []);
    return { housekeeping: run.steps !== undefined && (await database.claimHousekeeping(run.endedAt)) };
  },
  /** Write down the runs that were cut off, sum old steps up by day, forget old runs. `now` is an ISO instant. */
  async keepHouse({ now }: { readonly now: string }): Promise<Housekept & { readonly cut: readonly string[] }> {
    const cut = await cutRuns(database, entities.isRunning, new Date(now));
    return { ...(await database.keepHouse(runsKept, now)), cut };
  },
});

const endOf = (
  { id, detail, failures = 0, code = null }: RunTold,
  state: RunEnded["state"],
  endedAt: string,
): RunEnded => ({
  id,
  state,
  endedAt,
  failures,
  code,
  detail,
});

const withoutPlan = ({ id, job, startedAt }: RunTold): RunBegun => ({
  id,
  job,
  startedAt,
  logicalAt: startedAt,
  logicalDay: startedAt.slice(0, 10),
  zone: "UTC",
  selection: null,
  full: false,
  trigger: "command",
  who: null,
  rerunOf: null,
  attempt: 1,
  assets: [],
});
