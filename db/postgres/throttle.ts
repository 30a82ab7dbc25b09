import { SillageError } from "../../core/errors.ts";
import type { ThrottlePort, ThrottleState } from "../../core/ports/database.ts";
import type { SqlSession } from "./session.ts";

/** A wait longer than this reserves nothing: the caller asks again, so that a changed rate is felt at once. Milliseconds. */
const longestWaitMs = 10_000;
const pausedAskMs = 1_000;

const reserveStatement = `
with clock as materialized (select clock_timestamp() as now)
update sillage.throttle t set tat = greatest(t.tat, clock.now) + make_interval(secs => $2::float8 / t.bytes_per_second)
from clock where t.lane = $1 and t.enabled and not t.paused and t.tat <= clock.now + make_interval(secs => $3::float8)
returning greatest(0, extract(epoch from (t.tat - make_interval(secs => $2::float8 / t.bytes_per_second) - clock.now)) * 1000)::float8 as "waitMs"`;

const stateColumns = `lane, bytes_per_second as "bytesPerSecond", paused, enabled`;

/**
 * One GCRA row a lane, moved by the database's own clock: over every process, at most
 * `rate × T + one batch` bytes are admitted in any window of T seconds.
 */
export function throttlePort(sql: SqlSession): ThrottlePort {
  const throttleState = async (lane: string): Promise<ThrottleState> => {
    const [state] = await sql.query<ThrottleState>(`select ${stateColumns} from sillage.throttle where lane = $1`, [
      lane,
    ]);
    if (state !== undefined) return state;
    throw new SillageError({
      code: "throttle.unknown-lane",
      message: `There is no throttle lane "${lane}".`,
      fix: "Use `default` or `merge`.",
    });
  };
  return {
    throttleState,
    async reserve(lane, bytes) {
      const [granted] = await sql.query<{ waitMs: number }>(reserveStatement, [lane, bytes, longestWaitMs / 1000]);
      if (granted !== undefined) return { granted: true, waitMs: granted.waitMs };
      const state = await throttleState(lane);
      return state.enabled ? { granted: false, waitMs: pausedAskMs } : { granted: true, waitMs: 0 };
    },
    async setThrottle(lane, change) {
      await sql.query(
        `update sillage.throttle set bytes_per_second = coalesce($2, bytes_per_second), paused = coalesce($3, paused), enabled = coalesce($4, enabled), tat = least(tat, clock_timestamp()) where lane = $1`,
        [lane, change.bytesPerSecond ?? null, change.paused ?? null, change.enabled ?? null],
      );
      return throttleState(lane);
    },
  };
}
