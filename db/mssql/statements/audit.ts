const entry = "[id], [at], [what], [subject], [who], [why], [old_value] as [oldValue], [new_value] as [newValue]";

/** What changes by hand are told and asked. */
export const audit = {
  /** A change (id, instant, what, subject, who, why, old value, new value); one that is known stays. */
  record: `insert into [sillage].[audit] ([id], [at], [what], [subject], [who], [why], [old_value], [new_value]) select @p1, cast(@p2 as datetime2(3)), @p3, @p4, @p5, @p6, @p7, @p8
where not exists (select 1 from [sillage].[audit] with (updlock, holdlock) where [id] = @p1);`,
  list: `select top (200) ${entry} from [sillage].[audit] where [what] <> N'kpi.individual' and (@p1 is null or ([subject] = @p1 and [what] like N'asset.%')) order by [at] desc, [id] desc;`,
  /** Answers about single people, which would push changes out of a list. */
  individual: `select top (200) ${entry} from [sillage].[audit] where [what] = N'kpi.individual' order by [at] desc, [id] desc;`,
  /** The mirror of an entity that an operator changed (asset, landed mark, fence, control as JSON, revision). */
  saveControl: `update [sillage].[asset_state] set [landed_through] = case when [fence] <= @p3 then @p2 else [landed_through] end, [fence] = case when [fence] < @p3 then @p3 else [fence] end, [control] = @p4, [control_revision] = @p5
where [asset] = @p1 and [control_revision] < @p5;
insert into [sillage].[asset_state] ([asset], [landed_through], [fence], [control], [control_revision]) select @p1, @p2, @p3, @p4, @p5
where not exists (select 1 from [sillage].[asset_state] with (updlock, holdlock) where [asset] = @p1);`,
  control: "select [control] from [sillage].[asset_state] where [asset] = @p1;",
  materialisations:
    "select top (20) [id], [at], [rows], [load_id] as [load] from [sillage].[materialisation] where [asset] = @p1 order by [at] desc, [id] desc;",
  rates:
    "select [source], [requests_per_second] as [requestsPerSecond] from [sillage].[source_rate] order by [source];",
  /** A source's requests a second, null for those declared (source, rate). */
  setRate: `update [sillage].[source_rate] with (updlock, holdlock) set [requests_per_second] = cast(@p2 as float) where [source] = @p1;
if @@rowcount = 0 insert into [sillage].[source_rate] ([source], [requests_per_second]) values (@p1, cast(@p2 as float));`,
} as const;
