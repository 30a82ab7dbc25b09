import { textsIn } from "../json-list.ts";

/** What polling sensors are told and asked; their state is JSON. */
export const sensors = {
  all: "select [state] from [sillage].[sensor] order by [name];",
  /** How a sensor stands (name, revision, state); an older revision changes nothing. */
  save: `update [sillage].[sensor] set [revision] = @p2, [state] = @p3 where [name] = @p1 and [revision] < @p2;
insert into [sillage].[sensor] ([name], [revision], [state]) select @p1, @p2, @p3
where not exists (select 1 from [sillage].[sensor] with (updlock, holdlock) where [name] = @p1);`,
  /** A run that a sensor started (sensor, run key, run, instant); one that is known stays. */
  addRun: `insert into [sillage].[sensor_run] ([sensor], [run_key], [run_id], [at]) select @p1, @p2, @p3, cast(@p4 as datetime2(3))
where not exists (select 1 from [sillage].[sensor_run] with (updlock, holdlock) where [sensor] = @p1 and [run_key] = @p2);`,
  /** Those of a JSON list of run keys that a sensor started a run for. */
  known: `select [run_key] as [key] from [sillage].[sensor_run] where [sensor] = @p1 and [run_key] in ${textsIn("@p2")};`,
  /** The last runs that a sensor started. */
  runs: "select top (20) [run_key] as [key], [run_id] as [run], [at] from [sillage].[sensor_run] where [sensor] = @p1 order by [at] desc, [run_key] desc;",
} as const;
