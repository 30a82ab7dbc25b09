/** Which declarations are deployed. */
export const deployed = {
  /** A graph that a worker starts with (hash, JSON); one that is known comes back. */
  save: `update [sillage].[deployed_graph] set [deployed_at] = sysutcdatetime() where [hash] = @p1;
if @@rowcount = 0 insert into [sillage].[deployed_graph] ([hash], [graph]) values (@p1, @p2);`,
  /** The last 20 stay. */
  forget: `delete from [sillage].[deployed_graph] where [deployed_at] < (
  select [deployed_at] from [sillage].[deployed_graph] order by [deployed_at] desc offset 19 rows fetch next 1 rows only);`,
  last: "select top (1) [graph], [deployed_at] as [deployedAt] from [sillage].[deployed_graph] order by [deployed_at] desc;",
} as const;
