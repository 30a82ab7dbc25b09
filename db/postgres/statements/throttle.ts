/** A wait longer than this reserves nothing: the caller asks again, so that a changed rate is felt within a second, starts that are taken late among them. Milliseconds. */
const longestWaitMs = 900;
/** How long a caller that was granted nothing is told to wait, at the least and at the most. Milliseconds. */
const askAgain = { least: 100, most: 1_000 };

/** Earliest start of the next reservation: after the last one's bytes, at the rate of now. Whole microseconds, rounded up. */
const nextStart = "(t.last_start + make_interval(secs => ceil(t.last_bytes * 1e6::float8 / t.bytes_per_second) / 1e6))";
/** `$2`: the instant that is now, null for the database's own clock. */
const clock = "clock as materialized (select coalesce($2::timestamptz, clock_timestamp()) as now)";
/** When the answer is made: others may have held the row meanwhile. */
const answered = "coalesce($2::timestamptz, clock_timestamp())";
const horizon = `make_interval(secs => ${longestWaitMs / 1000})`;

/** What a lane of the throttle is asked and told. */
export const throttle = {
  reserve: `
with ${clock}
update sillage.throttle t set last_start = greatest(${nextStart}, clock.now), last_bytes = $3
from clock where t.lane = $1 and t.enabled and not t.paused and ${nextStart} <= clock.now + ${horizon}
returning (extract(epoch from ${answered}) * 1000)::float8 as "at", (extract(epoch from t.last_start - ${answered}) * 1000)::float8 as "waitMs"`,
  refused: `
with ${clock}
select t.enabled, case when t.paused then ${askAgain.most} else
  greatest(${askAgain.least}, least(${askAgain.most}, extract(epoch from greatest(${nextStart}, clock.now) - ${horizon} - clock.now) * 1000)) end::float8 as "waitMs"
from sillage.throttle t, clock where t.lane = $1`,
  state: `select lane, bytes_per_second as "bytesPerSecond", paused, enabled from sillage.throttle where lane = $1`,
  change:
    "update sillage.throttle set bytes_per_second = coalesce($2, bytes_per_second), paused = coalesce($3, paused), enabled = coalesce($4, enabled) where lane = $1",
} as const;
