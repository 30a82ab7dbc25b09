import type { ThrottlePort, ThrottleState } from "../../core/ports/database.ts";
import { refuseRate } from "../refuse-rate.ts";
import { unknownLane } from "../unknown-lane.ts";
import { utc } from "./json-list.ts";
import { logRate } from "./log-rate.ts";
import type { SqlSession } from "./session.ts";
import { throttle } from "./statements/throttle.ts";

type Reservation = {
  readonly granted: boolean;
  readonly free: boolean;
  readonly waitMs: number;
  readonly at: number;
};

/**
 * One row a lane, moved by the database's own clock, as on PostgreSQL: a start follows the one before by that one's
 * bytes at the rate then in force, so that over every process at most `rate × T + one batch` bytes are admitted in any
 * window of T seconds. Tests give `now`, an ISO instant.
 */
export function throttlePort(sql: SqlSession, now: () => string | null = () => null): ThrottlePort {
  const throttleState = async (lane: string): Promise<ThrottleState> => {
    const [state] = await sql.query<ThrottleState>(throttle.state, [lane]);
    if (state === undefined) throw unknownLane(lane);
    return state;
  };
  return {
    throttleState,
    async reserve(lane, bytes) {
      const instant = now();
      const given = instant === null ? null : utc(instant);
      const [told] = await sql.query<Reservation>(throttle.reserve, [lane, given, bytes]);
      if (told === undefined) throw unknownLane(lane);
      const { granted, free, waitMs, at } = told;
      if (free) return { granted: true, waitMs: 0, free };
      return { granted, waitMs, free, ...(granted && { at }) };
    },
    async setThrottle(lane, { bytesPerSecond = null, paused = null, enabled = null }) {
      refuseRate(bytesPerSecond);
      await sql.query(throttle.change, [lane, bytesPerSecond, paused, enabled]);
      return throttleState(lane);
    },
    logRate: () => logRate(sql),
  };
}
