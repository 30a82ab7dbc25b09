const record = "[id], [state], [request], [tracks], [started_at] as [startedAt], [ended_at] as [endedAt]";

/** What backfills are asked and told; requests and tracks are JSON. */
export const backfills = {
  /** Running ones but one. */
  others: "select [id], [tracks] from [sillage].[backfill] where [state] = N'running' and [id] <> @p1 order by [id];",
  /** A backfill begins, or goes on (id, request, tracks, start). */
  begin: `update [sillage].[backfill] with (updlock, holdlock) set [state] = N'running', [request] = @p2, [tracks] = @p3, [ended_at] = null where [id] = @p1;
if @@rowcount = 0 insert into [sillage].[backfill] ([id], [state], [request], [tracks], [started_at]) values (@p1, N'running', @p2, @p3, cast(@p4 as datetime2(3)));`,
  /** How a backfill stands (id, state, tracks, end or null, request or null). */
  save: "update [sillage].[backfill] set [state] = @p2, [tracks] = @p3, [ended_at] = cast(@p4 as datetime2(3)), [request] = coalesce(@p5, [request]) where [id] = @p1;",
  one: `select ${record} from [sillage].[backfill] where [id] = @p1;`,
  last: `select top (100) ${record} from [sillage].[backfill] order by [id] desc;`,
} as const;
