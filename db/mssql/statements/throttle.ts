/** A wait longer than this reserves nothing: the caller asks again, so that a changed rate is felt within a second, starts that are taken late among them. Milliseconds. */
const longestWaitMs = 900;
/** How long a caller that was granted nothing is told to wait, at the least and at the most. Milliseconds. */
const askAgain = { least: 100, most: 1_000 };

/** Microseconds that the last reservation's bytes take at the rate of now, rounded up. */
const micros = "cast(ceiling([last_bytes] * 1e6 / [bytes_per_second]) as bigint)";
/** Earliest start of the next reservation: after the last one's bytes. In two steps, since DATEADD counts in int. */
const nextStart = `dateadd(microsecond, cast(${micros} % 1000000 as int), dateadd(second, cast(${micros} / 1000000 as int), [last_start]))`;
const horizon = `dateadd(millisecond, ${longestWaitMs}, @now)`;
const waited = (until: string): string => `datediff_big(microsecond, @now, ${until}) / 1000e0`;
/** When the answer is made: others may have held the row meanwhile. */
const answered = "coalesce(cast(@p2 as datetime2(6)), sysutcdatetime())";

/** What a lane of the throttle is asked and told. */
export const throttle = {
  /** Reserve on a lane (lane, instant that is now or null for the database's clock, bytes): answers whether it was granted, whether the lane is off, the milliseconds to wait, and when that was, in milliseconds since 1970; nothing for an unknown lane. */
  reserve: `set nocount on;
declare @now datetime2(6) = coalesce(cast(@p2 as datetime2(6)), sysutcdatetime()), @start datetime2(6);
update [sillage].[throttle] set @start = [last_start] = case when ${nextStart} > @now then ${nextStart} else @now end, [last_bytes] = @p3
where [lane] = @p1 and [enabled] = 1 and [paused] = 0 and ${nextStart} <= ${horizon};
select cast(case when @start is null then 0 else 1 end as bit) as [granted], cast(case when [enabled] = 0 then 1 else 0 end as bit) as [free],
  case when @start is not null then datediff_big(microsecond, ${answered}, @start) / 1000e0 when [paused] = 1 then ${askAgain.most}e0
    when ${waited(nextStart)} - ${longestWaitMs} > ${askAgain.most} then ${askAgain.most}e0
    when ${waited(nextStart)} - ${longestWaitMs} > ${askAgain.least} then ${waited(nextStart)} - ${longestWaitMs}
    else ${askAgain.least}e0 end as [waitMs], datediff_big(microsecond, '1970-01-01', ${answered}) / 1000e0 as [at]
from [sillage].[throttle] where [lane] = @p1;`,
  state:
    "select [lane], [bytes_per_second] as [bytesPerSecond], [paused], [enabled] from [sillage].[throttle] where [lane] = @p1;",
  /** A lane's settings change; null leaves one (lane, bytes a second, paused, enabled). */
  change:
    "update [sillage].[throttle] set [bytes_per_second] = coalesce(cast(@p2 as bigint), [bytes_per_second]), [paused] = coalesce(cast(@p3 as bit), [paused]), [enabled] = coalesce(cast(@p4 as bit), [enabled]) where [lane] = @p1;",
} as const;
