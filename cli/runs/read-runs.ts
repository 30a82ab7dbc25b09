import type { Client } from "@temporalio/client";
import { createTemporalEntities } from "../../activities/adapters/temporal-entities.ts";
import { SillageError } from "../../core/errors.ts";
import type { RunFilter, RunRecord, RunState, RunStep } from "../../core/ports/runs.ts";
import { cutRuns } from "../../core/run/cut-runs.ts";
import type { RemoteDatabase } from "../../worker/control-client.ts";
import { controlWorks } from "./control-works.ts";

/** A run as it is told. `stalled`: it runs, and no worker is there to take its steps. `unknown`: it is kept as running, and Temporal, which would know, does not answer. */
export type ToldRun = Omit<RunRecord, "state"> & { readonly state: RunState | "stalled" | "unknown" };
/** A run with its steps; `toCome` are assets of its plan that have not ended, or never did. */
export type RunDetail = {
  readonly run: ToldRun;
  readonly steps: readonly RunStep[];
  readonly toCome: readonly string[];
};

/** Temporal, or null where it does not answer. */
type Temporal = Client | null;

/** Runs of our own tables, after those that were cut off were written down as such. */
export async function readRuns(
  database: RemoteDatabase,
  temporal: Temporal,
  filter: RunFilter,
): Promise<readonly ToldRun[]> {
  const tell = await looked(database, temporal);
  return (await database.runs(filter)).map(tell);
}

/** One run with its steps, after those that were cut off were written down as such. Throws `run.unknown`. */
export async function readRun(database: RemoteDatabase, temporal: Temporal, id: string): Promise<RunDetail> {
  const tell = await looked(database, temporal);
  const run = await knownRun(database, id);
  const steps = await database.runSteps(id);
  return { run: tell(run), steps, toCome: toCome(run, steps) };
}

/** Of a run that succeeded all came to an end, also what is kept of it no longer. */
function toCome({ state, assets }: RunRecord, steps: readonly RunStep[]): readonly string[] {
  const ended = new Set(steps.map(({ asset }) => asset));
  return state === "succeeded" ? [] : assets.filter((asset) => !ended.has(asset));
}

/** A run of our own tables. Throws `run.unknown`. */
export async function knownRun({ run }: Pick<RemoteDatabase, "run">, id: string): Promise<RunRecord> {
  const known = await run(id);
  if (known !== undefined) return known;
  throw new SillageError({
    code: "run.unknown",
    message: `No run "${id}" is kept.`,
    fix: "`sillage runs list` names the last ones; old ones are forgotten after RUNS_KEPT_DAYS.",
  });
}

/** Write down what was cut off; gives how a run is told then. */
async function looked(database: RemoteDatabase, temporal: Temporal): Promise<(run: RunRecord) => ToldRun> {
  const as =
    (running: ToldRun["state"]) =>
    (run: RunRecord): ToldRun => ({
      ...run,
      state: run.state === "running" ? running : run.state,
    });
  if (temporal === null) return as("unknown");
  await cutRuns(database, createTemporalEntities(() => temporal).isRunning, new Date());
  return as((await controlWorks(temporal)) ? "running" : "stalled");
}
