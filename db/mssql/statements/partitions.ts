/** Which days of a mart failed at the newest attempt, as ranges. */
export const partitions = {
  failed: "select [failed] from [sillage].[partition_state] where [asset] = @p1;",
  keepFailed: `update [sillage].[partition_state] with (updlock, holdlock) set [failed] = @p2 where [asset] = @p1;
if @@rowcount = 0 insert into [sillage].[partition_state] ([asset], [failed]) values (@p1, @p2);`,
} as const;
