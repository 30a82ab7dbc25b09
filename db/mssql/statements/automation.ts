/** What conditions and incidents are told and asked; trees are JSON. */
export const automation = {
  /** An evaluation (asset, instant, run or null, tree); told again it replaces itself. */
  keepEvaluation: `update [sillage].[evaluation] with (updlock, holdlock) set [run] = @p3, [tree] = @p4 where [asset] = @p1 and [at] = cast(@p2 as datetime2(3));
if @@rowcount = 0 insert into [sillage].[evaluation] ([asset], [at], [run], [tree]) values (@p1, cast(@p2 as datetime2(3)), @p3, @p4);`,
  /** The last 500 of an asset stay. */
  compactEvaluations: `delete from [sillage].[evaluation] where [asset] = @p1 and [at] < (
  select [at] from [sillage].[evaluation] where [asset] = @p1 order by [at] desc offset 499 rows fetch next 1 rows only);`,
  /** The last one of an asset up to an instant. */
  evaluationAt: `select top (1) [asset], [at], [run], [tree] from [sillage].[evaluation]
where [asset] = @p1 and [at] <= cast(@p2 as datetime2(3)) order by [at] desc;`,
  /** One that was told or closed stays so (id, asset, health, why, opened, closed or null, told or null). */
  keepIncident: `update [sillage].[incident] with (updlock, holdlock) set [closed_at] = coalesce([closed_at], cast(@p6 as datetime2(3))), [told_at] = coalesce([told_at], cast(@p7 as datetime2(3))) where [id] = @p1;
if @@rowcount = 0 insert into [sillage].[incident] ([id], [asset], [health], [why], [opened_at], [closed_at], [told_at])
values (@p1, @p2, @p3, @p4, cast(@p5 as datetime2(3)), cast(@p6 as datetime2(3)), cast(@p7 as datetime2(3)));`,
  /** The last 100 of an asset stay. */
  compactIncidents: `delete from [sillage].[incident] where [asset] = @p1 and [opened_at] < (
  select [opened_at] from [sillage].[incident] where [asset] = @p1 order by [opened_at] desc offset 99 rows fetch next 1 rows only);`,
  incidents: `select top (100) [id], [asset], [health], [why], [opened_at] as [openedAt], [closed_at] as [closedAt], [told_at] as [toldAt]
from [sillage].[incident] where @p1 is null or [asset] = @p1 order by [opened_at] desc, [id] desc;`,
} as const;
