const run = `id, job, request, started_by as "trigger", who, logical_at as "logicalAt", logical_day as "logicalDay", state, started_at as "startedAt",
  ended_at as "endedAt", assets, failures, code, detail`;
/** Steps that go: of runs that are over and began before $1; what changed nothing already before $2, where nothing of its run is left to be done again. */
const going =
  "r.id = s.run_id and r.state <> 'running' and (r.started_at < $1 or (r.started_at < $2 and r.state = 'succeeded' and s.state = 'unchanged'))";
const old = `from sillage.run_step s join sillage.run r on ${going}`;
/** Re-readings that found nothing, but for what the next one goes on from. */
const drifts = (instant: "$1" | "$2") =>
  `from sillage.drift d where d.at < ${instant} and d.state = 'equal' and exists (select 1 from sillage.drift n where n.asset = d.asset and n.kind = d.kind and n.state <> 'refused' and n.at > d.at)`;
/** Evaluations, but for an asset's last one. */
const evaluations =
  "from sillage.evaluation e where e.at < $1 and exists (select 1 from sillage.evaluation n where n.asset = e.asset and n.at > e.at)";
/** Loads that were merged before an instant. */
const merged = (instant: "$1" | "$2") => `l.state = 'merged' and l.ended_at < ${instant}`;
const slices = (instant: "$1" | "$2") =>
  `from sillage.load_slice where load_id in (select l.load_id from sillage.load l where ${merged(instant)})`;
/** What goes with runs that began before an instant: run keys of sensors; backfills that ended. */
const past = (instant: "$1" | "$3") => ({
  sensorRuns: `from sillage.sensor_run where at < ${instant}`,
  backfills: `from sillage.backfill where ended_at < ${instant} and state <> 'running'`,
});
/** Records in quarantine that came before an instant, or that a merged load has brought in since. */
const misfits = (instant: "$1" | "$4") =>
  `sealed is not null and (at < ${instant} or exists (select 1 from sillage.load r where r.load_id = replayed_load and r.state = 'merged'))`;
const [counted, forgotten] = [past("$3"), past("$1")];
const sums = `cast(count(*) as bigint) as runs, cast(count(*) filter (where s.state = 'failed') as bigint) as failed, cast(sum(s.rows) as bigint) as rows,
  cast(sum(coalesce(s.bytes, 0)) as bigint) as bytes, cast(sum(s.ms) as bigint) as ms`;

/** What runs are told and asked; requests are JSON. */
export const runs = {
  begin: `insert into sillage.run (id, job, request, started_by, who, logical_at, logical_day, state, started_at, assets)
     values ($1, $2, $3, $4, $5, $6, $7, 'running', $8, $9) on conflict (id) do nothing`,
  /** A step (run, asset, end, rows, bytes, ms, state, code, load, detail); one that is known stays. */
  step: `insert into sillage.run_step (run_id, asset, ended_at, rows, bytes, ms, state, code, load_id, detail) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (run_id, asset) do nothing`,
  end: "update sillage.run set state = $2, ended_at = $3, failures = $4, code = $5, detail = $6 where id = $1 and state = 'running'",
  /** Runs (job, state, earliest start, asset; null for any; how many). */
  list: `select ${run} from sillage.run as r where ($1::text is null or job = $1) and ($2::text is null or state = $2) and ($3::timestamptz is null or started_at >= $3)
     and ($4::text is null or exists (select 1 from sillage.run_step s where s.run_id = r.id and s.asset = $4)) order by started_at desc, id desc limit $5`,
  one: `select ${run} from sillage.run where id = $1`,
  steps: `select asset, state, rows, bytes, code, load_id as "load", ended_at as "endedAt", ms, detail from sillage.run_step where run_id = $1 order by ended_at, asset`,
  /** Figures of an asset by logical day: those that were summed up, and those of the steps that are still there. */
  days: `select day, cast(sum(runs) as bigint) as runs, cast(sum(failed) as bigint) as failed, cast(sum(rows) as bigint) as rows, cast(sum(bytes) as bigint) as bytes, cast(sum(ms) as bigint) as ms
     from (select day, runs, failed, rows, bytes, ms from sillage.run_day where asset = $1
       union all select r.logical_day, ${sums} from sillage.run_step s join sillage.run r on r.id = s.run_id where s.asset = $1 group by r.logical_day) as told
     group by day order by day desc limit 400`,
  claim: "update sillage.housekeeping set at = $2 where task = $1 and at <= $3 returning task",
  /** Steps that are about to go (all began before, what changed nothing before, now), by asset and day, with what was summed up of that day before. */
  sumUp: `insert into sillage.run_day (asset, day, summed_at, runs, failed, rows, bytes, ms)
     select asset, day, $3::timestamptz, cast(sum(runs) as bigint), cast(sum(failed) as bigint), cast(sum(rows) as bigint), cast(sum(bytes) as bigint), cast(sum(ms) as bigint)
     from (select s.asset, r.logical_day as day, ${sums} ${old} group by s.asset, r.logical_day
       union all select d.asset, d.day, d.runs, d.failed, d.rows, d.bytes, d.ms from sillage.run_day d where exists (select 1 ${old} where s.asset = d.asset and r.logical_day = d.day)) as told
     group by asset, day`,
  /** Sums (now) that stand in newer ones. */
  forgetSummed:
    "delete from sillage.run_day d where d.summed_at < $1 and exists (select 1 from sillage.run_day n where n.asset = d.asset and n.day = d.day and n.summed_at = $1)",
  /** How many of each are about to go (all steps began before, what changed nothing before, runs before, records in quarantine came before, audited before). */
  count: `select (select count(*) ${old}) as steps, (select count(*) from sillage.run where started_at < $3 and state <> 'running') as runs,
     (select count(*) ${drifts("$2")}) as drifts, (select count(*) ${slices("$2")}) as slices, (select count(*) ${evaluations}) as evaluations, (select count(*) ${counted.sensorRuns}) as "sensorRuns",
     (select count(*) ${counted.backfills}) as backfills, (select count(*) from sillage.quarantine where ${misfits("$4")}) as misfits, (select count(*) from sillage.audit where at < $5) as audits`,
  forgetSteps: `delete from sillage.run_step s using sillage.run r where ${going}`,
  /** The counts of loads' slices, on the loads. */
  foldSlices: `update sillage.load l set merged = s.merged, unchanged = s.unchanged, superseded = s.superseded
     from (select load_id, sum(merged) as merged, sum(unchanged) as unchanged, sum(superseded) as superseded from sillage.load_slice group by load_id) s
     where s.load_id = l.load_id and ${merged("$1")}`,
  forgetSlices: `delete ${slices("$1")}`,
  forgetRuns: "delete from sillage.run where started_at < $1 and state <> 'running'",
  forgetDays: "delete from sillage.run_day where day < $1::date",
  forgetDrifts: `delete ${drifts("$1")}`,
  forgetEvaluations: `delete ${evaluations}`,
  forgetSensorRuns: `delete ${forgotten.sensorRuns}`,
  forgetBackfills: `delete ${forgotten.backfills}`,
  forgetMisfits: `update sillage.quarantine set sealed = null, pid = null where ${misfits("$1")}`,
  forgetAudits: "delete from sillage.audit where at < $1",
} as const;
