const run =
  "[id], [job], [request], [started_by] as [trigger], [who], [logical_at] as [logicalAt], [logical_day] as [logicalDay], [state], [started_at] as [startedAt], [ended_at] as [endedAt], [assets], [failures], [code], [detail]";
/** Steps that go: of runs that are over and began before @p1; what changed nothing already before @p2, where nothing of its run is left to be done again. */
const going =
  "r.[id] = s.[run_id] and r.[state] <> N'running' and (r.[started_at] < cast(@p1 as datetime2(3)) or (r.[started_at] < cast(@p2 as datetime2(3)) and r.[state] = N'succeeded' and s.[state] = N'unchanged'))";
const old = `from [sillage].[run_step] s join [sillage].[run] r on ${going}`;
/** Re-readings that found nothing, but for what the next one goes on from. */
const drifts = (
  instant: "@p1" | "@p2",
) => `from [sillage].[drift] where [drift].[at] < cast(${instant} as datetime2(3)) and [drift].[state] = N'equal'
  and exists (select 1 from [sillage].[drift] n where n.[asset] = [drift].[asset] and n.[kind] = [drift].[kind] and n.[state] <> N'refused' and n.[at] > [drift].[at])`;
/** Evaluations, but for an asset's last one. */
const evaluations = `from [sillage].[evaluation] where [evaluation].[at] < cast(@p1 as datetime2(3))
  and exists (select 1 from [sillage].[evaluation] n where n.[asset] = [evaluation].[asset] and n.[at] > [evaluation].[at])`;
/** Loads that were merged before an instant. */
const merged = (instant: "@p1" | "@p2") => `l.[state] = N'merged' and l.[ended_at] < cast(${instant} as datetime2(3))`;
const slices = (instant: "@p1" | "@p2") =>
  `from [sillage].[load_slice] where [load_id] in (select l.[load_id] from [sillage].[load] l where ${merged(instant)})`;
/** What goes with runs that began before an instant: run keys of sensors; backfills that ended. */
const past = (instant: "@p1" | "@p3") => ({
  sensorRuns: `from [sillage].[sensor_run] where [at] < cast(${instant} as datetime2(3))`,
  backfills: `from [sillage].[backfill] where [ended_at] < cast(${instant} as datetime2(3)) and [state] <> N'running'`,
});
/** Records in quarantine that came before an instant, or that a merged load has brought in since. */
const misfits = (instant: "@p1" | "@p4") =>
  `[sealed] is not null and ([at] < cast(${instant} as datetime2(3)) or exists (select 1 from [sillage].[load] r where r.[load_id] = [replayed_load] and r.[state] = N'merged'))`;
const [counted, forgotten] = [past("@p3"), past("@p1")];
const sums =
  "cast(count(*) as bigint) as [runs], cast(sum(case when s.[state] = N'failed' then 1 else 0 end) as bigint) as [failed], cast(sum(s.[rows]) as bigint) as [rows], cast(sum(coalesce(s.[bytes], 0)) as bigint) as [bytes], cast(sum(s.[ms]) as bigint) as [ms]";
/** What runs are told and asked; requests are JSON. */
export const runs = {
  /** A run (id, job, request as JSON, trigger, who, logical instant, its day, start, assets); one that is known stays. */
  begin: `insert into [sillage].[run] ([id], [job], [request], [started_by], [who], [logical_at], [logical_day], [state], [started_at], [assets])
select @p1, @p2, @p3, @p4, @p5, cast(@p6 as datetime2(3)), cast(@p7 as date), N'running', cast(@p8 as datetime2(3)), @p9
where not exists (select 1 from [sillage].[run] with (updlock, holdlock) where [id] = @p1);`,
  /** A step (run, asset, end, rows, bytes, ms, state, code, load, detail); one that is known stays. */
  step: `insert into [sillage].[run_step] ([run_id], [asset], [ended_at], [rows], [bytes], [ms], [state], [code], [load_id], [detail])
select @p1, @p2, cast(@p3 as datetime2(3)), @p4, cast(@p5 as bigint), @p6, @p7, @p8, @p9, @p10
where not exists (select 1 from [sillage].[run_step] with (updlock, holdlock) where [run_id] = @p1 and [asset] = @p2);`,
  end: "update [sillage].[run] set [state] = @p2, [ended_at] = cast(@p3 as datetime2(3)), [failures] = @p4, [code] = @p5, [detail] = @p6 where [id] = @p1 and [state] = N'running';",
  /** Runs (job, state, earliest start, asset; null for any; how many). */
  list: `select ${run} from [sillage].[run] r where (@p1 is null or [job] = @p1) and (@p2 is null or [state] = @p2) and (@p3 is null or [started_at] >= cast(@p3 as datetime2(3)))
  and (@p4 is null or exists (select 1 from [sillage].[run_step] s where s.[run_id] = r.[id] and s.[asset] = @p4)) order by [started_at] desc, [id] desc offset 0 rows fetch next @p5 rows only;`,
  one: `select ${run} from [sillage].[run] where [id] = @p1;`,
  steps:
    "select [asset], [state], [rows], [bytes], [code], [load_id] as [load], [ended_at] as [endedAt], [ms], [detail] from [sillage].[run_step] where [run_id] = @p1 order by [ended_at], [asset];",
  /** Figures of an asset by logical day: those that were summed up, and those of the steps that are still there. */
  days: `select top (400) [day], sum([runs]) as [runs], sum([failed]) as [failed], sum([rows]) as [rows], sum([bytes]) as [bytes], sum([ms]) as [ms]
from (select [day], [runs], [failed], [rows], [bytes], [ms] from [sillage].[run_day] where [asset] = @p1
  union all select r.[logical_day], ${sums} from [sillage].[run_step] s join [sillage].[run] r on r.[id] = s.[run_id] where s.[asset] = @p1 group by r.[logical_day]) told
group by [day] order by [day] desc;`,
  /** Whoever is answered does the housekeeping (task, now, the latest instant of the last one). */
  claim:
    "update [sillage].[housekeeping] set [at] = cast(@p2 as datetime2(3)) output inserted.[task] as [task] where [task] = @p1 and [at] <= cast(@p3 as datetime2(3));",
  /** Steps that are about to go (all began before, what changed nothing before, now), by asset and day, with what was summed up of that day before. */
  sumUp: `insert into [sillage].[run_day] ([asset], [day], [summed_at], [runs], [failed], [rows], [bytes], [ms])
select [asset], [day], cast(@p3 as datetime2(3)), cast(sum([runs]) as bigint), cast(sum([failed]) as bigint), cast(sum([rows]) as bigint), cast(sum([bytes]) as bigint), cast(sum([ms]) as bigint)
from (select s.[asset], r.[logical_day] as [day], ${sums} ${old} group by s.[asset], r.[logical_day]
  union all select d.[asset], d.[day], d.[runs], d.[failed], d.[rows], d.[bytes], d.[ms] from [sillage].[run_day] d where exists (select 1 ${old} where s.[asset] = d.[asset] and r.[logical_day] = d.[day])) told
group by [asset], [day];`,
  /** Sums (now) that stand in newer ones. */
  forgetSummed: `delete from [sillage].[run_day] where [run_day].[summed_at] < cast(@p1 as datetime2(3))
  and exists (select 1 from [sillage].[run_day] n where n.[asset] = [run_day].[asset] and n.[day] = [run_day].[day] and n.[summed_at] = cast(@p1 as datetime2(3)));`,
  /** How many of each are about to go (all steps began before, what changed nothing before, runs before, records in quarantine came before, audited before). */
  count: `select (select count(*) ${old}) as [steps], (select count(*) from [sillage].[run] where [started_at] < cast(@p3 as datetime2(3)) and [state] <> N'running') as [runs],
  (select count(*) ${drifts("@p2")}) as [drifts], (select count(*) ${slices("@p2")}) as [slices], (select count(*) ${evaluations}) as [evaluations], (select count(*) ${counted.sensorRuns}) as [sensorRuns],
  (select count(*) ${counted.backfills}) as [backfills], (select count(*) from [sillage].[quarantine] where ${misfits("@p4")}) as [misfits], (select count(*) from [sillage].[audit] where [at] < cast(@p5 as datetime2(3))) as [audits];`,
  forgetSteps: `delete s from [sillage].[run_step] s join [sillage].[run] r on ${going};`,
  /** The counts of loads' slices, on the loads. */
  foldSlices: `update l set [merged] = s.[merged], [unchanged] = s.[unchanged], [superseded] = s.[superseded] from [sillage].[load] l join (
  select [load_id], sum(cast([merged] as bigint)) as [merged], sum(cast([unchanged] as bigint)) as [unchanged], sum(cast([superseded] as bigint)) as [superseded] from [sillage].[load_slice] group by [load_id]) s on s.[load_id] = l.[load_id] where ${merged("@p1")};`,
  forgetSlices: `delete ${slices("@p1")};`,
  forgetRuns: "delete from [sillage].[run] where [started_at] < cast(@p1 as datetime2(3)) and [state] <> N'running';",
  forgetDays: "delete from [sillage].[run_day] where [day] < cast(@p1 as date);",
  forgetDrifts: `delete ${drifts("@p1")};`,
  forgetEvaluations: `delete ${evaluations};`,
  forgetSensorRuns: `delete ${forgotten.sensorRuns};`,
  forgetBackfills: `delete ${forgotten.backfills};`,
  forgetMisfits: `update [sillage].[quarantine] set [sealed] = null, [pid] = null where ${misfits("@p1")};`,
  forgetAudits: "delete from [sillage].[audit] where [at] < cast(@p1 as datetime2(3));",
} as const;
