import { SillageError } from "../../core/errors.ts";
import type { ThrottlePort, ThrottleState } from "../../core/ports/database.ts";
import type { SqlSession } from "./session.ts";

/** A wait longer than this reserves nothing: the caller asks again, so that a changed rate is felt at once. Milliseconds. */
const longestWaitMs = 1_000;
/** How long a caller that was granted nothing is told to wait, at the least and at the most. Milliseconds. */
const askAgain = { least: 100, most: 1_000 };

/** Earliest start of the next reservation: after the last one's bytes, at the rate of now. Whole microseconds, rounded up. */
const nextStart = "(t.last_start + make_interval(secs => ceil(t.last_bytes * 1e6::float8 / t.bytes_per_second) / 1e6))";
/** `$2`: the instant that is now, null for the database's own clock. */
const clock = "clock as materialized (select coalesce($2::timestamptz, clock_timestamp()) as now)";
const horizon = `make_interval(secs => ${longestWaitMs / 1000})`;

const reserveStatement = `
with ${clock}
update sillage.throttle t set last_start = greatest(${nextStart}, clock.now), last_bytes = $3
from clock where t.lane = $1 and t.enabled and not t.paused and ${nextStart} <= clock.now + ${horizon}
returning (extract(epoch from t.last_start - clock.now) * 1000)::float8 as "waitMs"`;

const refusedStatement = `
with ${clock}
select t.enabled, case when t.paused then ${askAgain.most} else
  greatest(${askAgain.least}, least(${askAgain.most}, extract(epoch from greatest(${nextStart}, clock.now) - ${horizon} - clock.now) * 1000)) end::float8 as "waitMs"
from sillage.throttle t, clock where t.lane = $1`;

/**
 * One row a lane, moved by the database's own clock. It keeps the start and the bytes of the last reservation, so that
 * a start follows the one before by that one's bytes at the rate then in force: over every process, at most
 * `rate × T + one batch` bytes are admitted in any window of T seconds, whatever is changed, paused or resumed meanwhile.
 * A lowered rate leaves standing what was granted before: at most a second's worth. Tests give `now`, an ISO instant.
 */
export function throttlePort(sql: SqlSession, now: () => string | null = () => null): ThrottlePort {
  const throttleState = async (lane: string): Promise<ThrottleState> => {
    const [state] = await sql.query<ThrottleState>(
      `select lane, bytes_per_second as "bytesPerSecond", paused, enabled from sillage.throttle where lane = $1`,
      [lane],
    );
    if (state === undefined) throw unknownLane(lane);
    return state;
  };
  return {
    throttleState,
    async reserve(lane, bytes) {
      const [granted] = await sql.query<{ waitMs: number }>(reserveStatement, [lane, now(), bytes]);
      if (granted !== undefined) return { granted: true, waitMs: granted.waitMs, free: false };
      const [refused] = await sql.query<{ enabled: boolean; waitMs: number }>(refusedStatement, [lane, now()]);
      if (refused === undefined) throw unknownLane(lane);
      return refused.enabled
        ? { granted: false, waitMs: refused.waitMs, free: false }
        : { granted: true, waitMs: 0, free: true };
    },
    async setThrottle(lane, { bytesPerSecond = null, paused = null, enabled = null }) {
      if (bytesPerSecond !== null && !(Number.isSafeInteger(bytesPerSecond) && bytesPerSecond > 0))
        throw new SillageError({
          code: "throttle.rate",
          message: `A lane cannot admit ${bytesPerSecond} bytes a second.`,
          fix: "Give a whole number above 0; to stop a lane, pause it.",
        });
      await sql.query(
        "update sillage.throttle set bytes_per_second = coalesce($2, bytes_per_second), paused = coalesce($3, paused), enabled = coalesce($4, enabled) where lane = $1",
        [lane, bytesPerSecond, paused, enabled],
      );
      return throttleState(lane);
    },
  };
}

const unknownLane = (lane: string): SillageError =>
  new SillageError({
    code: "throttle.unknown-lane",
    message: `There is no throttle lane "${lane}".`,
    fix: "Use `default` or `merge`.",
  });
