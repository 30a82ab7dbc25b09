import type { AssetDay, Housekept, RunBegun, RunPort, RunRecord, RunStep } from "../core/ports/runs.ts";
import type { Scope, Session } from "./record-entry.ts";

/** What a dialect says for runs. `instant` is an ISO instant as its parameters take one. */
export type RunStatements = {
  readonly runs: Readonly<Record<Statement, string>>;
  readonly instant: (iso: string) => string;
};
type Statement =
  | ("begin" | "step" | "end" | "list" | "one" | "steps" | "days" | "claim")
  | ("count" | "sumUp" | "forgetSummed" | "foldSlices" | `forget${Forgotten}`);
type Forgotten =
  | ("Steps" | "Runs" | "Days" | "Slices" | "Drifts")
  | ("Evaluations" | "SensorRuns" | "Backfills" | "Misfits" | "Audits");

/** What was asked of a run, as JSON. Runs of before it was kept asked for their job, in UTC. */
type Request = Pick<RunBegun, "selection" | "full" | "rerunOf" | "attempt" | "zone">;
const unsaid: Request = { selection: null, full: false, rerunOf: null, attempt: 1, zone: "UTC" };
/** A run's row: its request as JSON, its assets as one text. */
type StoredRun = Omit<RunRecord, "assets" | keyof Request> & { readonly assets: string; readonly request: string };

const none: Housekept = {
  runs: 0,
  steps: 0,
  slices: 0,
  drifts: 0,
  evaluations: 0,
  sensorRuns: 0,
  backfills: 0,
  misfits: 0,
  audits: 0,
};
/** Days that a record that did not fit is kept sealed in the database: some are nobody's by their key, so that no erasure reaches them. */
const misfitDays = 35;
/** Days that it is kept who changed what by hand, and who was answered about single people: 12 months, as the audit of reveals. */
const auditDays = 366;
/** Days that what changed nothing is kept one by one, and the slices of a merged load. */
const quietDays = 14;
const dayMs = 86_400_000;
/** A housekeeping is due so long after the last one. */
const dueAfterMs = 20 * 3_600_000;

/** Runs and how their steps ended, in a dialect's statements. */
export const runPort = (sql: Session, { runs, instant }: RunStatements): RunPort => ({
  async beginRun(run) {
    const { id, job, trigger, who, logicalAt, logicalDay, startedAt, assets } = run;
    const { selection, full, rerunOf, attempt, zone } = run;
    const request = JSON.stringify({ selection, full, rerunOf, attempt, zone } satisfies Request);
    const when = [instant(logicalAt), logicalDay, instant(startedAt)];
    await sql.query(runs.begin, [id, job, request, trigger, who, ...when, assets.join(",")]);
  },
  keepSteps: (run, steps) => sql.transaction((scope) => keep(scope, { runs, instant }, { run, steps })),
  endRun: (end, steps) =>
    sql.transaction(async (scope) => {
      await keep(scope, { runs, instant }, { run: end.id, steps });
      const { id, state, endedAt, failures, code, detail } = end;
      await scope.query(runs.end, [id, state, instant(endedAt), failures, code, detail]);
    }),
  async runs({ job, state, since, asset, limit }) {
    const from = since === null ? null : instant(since);
    return (await sql.query<StoredRun>(runs.list, [job, state, from, asset, limit])).map(readRun);
  },
  run: async (id) => (await sql.query<StoredRun>(runs.one, [id])).map(readRun)[0],
  runSteps: (id) => sql.query<RunStep>(runs.steps, [id]),
  assetDays: (asset) => sql.query<AssetDay>(runs.days, [asset]),
  async claimHousekeeping(now) {
    const latest = new Date(Date.parse(now) - dueAfterMs).toISOString();
    return (await sql.query(runs.claim, ["runs", instant(now), instant(latest)])).length > 0;
  },
  keepHouse: ({ runDays, stepDays }, now) =>
    sql.transaction(async (scope) => {
      // Whole days: all that an asset did on one is summed up at once, in one row.
      const today = Math.floor(Date.parse(now) / dayMs);
      const before = (days: number): string => instant(new Date((today - days) * dayMs).toISOString());
      const stepsKept = Math.min(stepDays, runDays);
      const [steps, quiet] = [before(stepsKept), before(Math.min(quietDays, stepsKept))];
      const [all, misfits, audits] = [before(runDays), before(misfitDays), before(auditDays)];
      const [going] = await scope.query<Housekept>(runs.count, [steps, quiet, all, misfits, audits]);
      await scope.query(runs.sumUp, [steps, quiet, instant(now)]);
      await scope.query(runs.forgetSummed, [instant(now)]);
      await scope.query(runs.forgetSteps, [steps, quiet]);
      for (const text of [runs.foldSlices, runs.forgetSlices, runs.forgetDrifts]) await scope.query(text, [quiet]);
      await scope.query(runs.forgetEvaluations, [steps]);
      for (const text of [runs.forgetRuns, runs.forgetSensorRuns, runs.forgetBackfills]) await scope.query(text, [all]);
      await scope.query(runs.forgetDays, [all.slice(0, 10)]);
      await scope.query(runs.forgetMisfits, [misfits]);
      await scope.query(runs.forgetAudits, [audits]);
      return going ?? none;
    }),
});

type Keeping = { readonly run: string; readonly steps: readonly RunStep[] };

async function keep(scope: Scope, { runs, instant }: RunStatements, { run, steps }: Keeping): Promise<void> {
  for (const { asset, endedAt, rows, bytes, ms, state, code, load, detail } of steps)
    await scope.query(runs.step, [run, asset, instant(endedAt), rows, bytes, ms, state, code, load, detail]);
}

function readRun({ request, assets, ...row }: StoredRun): RunRecord {
  const asked: Partial<Request> = JSON.parse(request);
  return { ...row, ...unsaid, ...asked, assets: assets === "" ? [] : assets.split(",") };
}
