const until = "dateadd(millisecond, cast(@p2 as int), sysutcdatetime())";

/** What pauses that sources asked for are told and asked, all by the database's own clock. */
export const pauses = {
  /** A source's pause (source, milliseconds); a longer one stays. */
  pause: `update [sillage].[source_pause] with (updlock, holdlock) set [paused_until] = case when [paused_until] > ${until} then [paused_until] else ${until} end where [source] = @p1;
if @@rowcount = 0 insert into [sillage].[source_pause] ([source], [paused_until]) values (@p1, ${until});`,
  lasting:
    "select [source], datediff_big(microsecond, sysutcdatetime(), [paused_until]) / 1000e0 as [ms] from [sillage].[source_pause] where [paused_until] > sysutcdatetime() order by [source];",
} as const;
