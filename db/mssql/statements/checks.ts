/** What results of checks are asked and told. */
export const checks = {
  /** The last materialisation of an asset. */
  materialisation: "select [materialisation_id] as [id] from [sillage].[asset_state] where [asset] = @p1;",
  /** Figures of earlier materialisations (asset, check, the materialisation left out or null), newest first, one each. What was never published has no materialisation. */
  earlier: `select [figure] from (
  select [figure], [at], row_number() over (partition by [materialisation] order by [at] desc) as [place] from [sillage].[check_result]
  where [asset] = @p1 and [check_name] = @p2 and [figure] is not null and [materialisation] is not null and (@p3 is null or [materialisation] <> @p3)) told
where [place] = 1 order by [at] desc;`,
  /** The last result of each check of an asset. */
  last: `select [check_name] as [check], [kind], [severity], [state], [figure], [bound], [failing] from (
  select *, row_number() over (partition by [check_name] order by [at] desc) as [place] from [sillage].[check_result] where [asset] = @p1) told
where [place] = 1 order by [check_name];`,
  /** One result; told again by the same cause it replaces itself, and one that says the same of the same materialisation takes the place of the last one. */
  keep: `update [sillage].[check_result] set [cause] = @p3, [at] = sysutcdatetime(), [severity] = @p5, [state] = @p6, [figure] = @p7, [bound] = @p8, [failing] = @p9, [materialisation] = @p10
where [asset] = @p1 and [check_name] = @p2 and ([cause] = @p3 or ([kind] = @p4 and [severity] = @p5 and [state] = @p6 and ([figure] = @p7 or ([figure] is null and @p7 is null)) and [bound] = @p8
  and ([failing] = @p9 or ([failing] is null and @p9 is null)) and [materialisation] = @p10 and [cause] = (select l.[cause] from [sillage].[check_result] l where l.[asset] = @p1 and l.[check_name] = @p2 order by l.[at] desc, l.[cause] desc offset 0 rows fetch next 1 rows only)
  and not exists (select 1 from [sillage].[check_result] o where o.[asset] = @p1 and o.[check_name] = @p2 and o.[cause] = @p3)));
if @@rowcount = 0 insert into [sillage].[check_result] ([asset], [check_name], [cause], [kind], [severity], [state], [figure], [bound], [failing], [materialisation])
values (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10);`,
  /** The last 50 results of a check stay. */
  compact: `delete from [sillage].[check_result] where [asset] = @p1 and [check_name] = @p2 and [at] < (
  select [at] from [sillage].[check_result] where [asset] = @p1 and [check_name] = @p2 order by [at] desc offset 49 rows fetch next 1 rows only);`,
} as const;
