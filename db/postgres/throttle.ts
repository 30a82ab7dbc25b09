import type { ThrottlePort, ThrottleState } from "../../core/ports/database.ts";
import { refuseRate } from "../refuse-rate.ts";
import { unknownLane } from "../unknown-lane.ts";
import type { SqlSession } from "./session.ts";
import { throttle } from "./statements/throttle.ts";

/**
 * One row a lane, moved by the database's own clock. It keeps the start and the bytes of the last reservation, so that
 * a start follows the one before by that one's bytes at the rate then in force: over every process, at most
 * `rate × T + one batch` bytes are admitted in any window of T seconds, whatever is changed, paused or resumed meanwhile.
 * A lowered rate leaves standing what was granted before: at most what 900 ms hold. Tests give `now`, an ISO instant.
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
      const [granted] = await sql.query<{ waitMs: number; at: number }>(throttle.reserve, [lane, now(), bytes]);
      if (granted !== undefined) return { granted: true, ...granted, free: false };
      const [refused] = await sql.query<{ enabled: boolean; waitMs: number }>(throttle.refused, [lane, now()]);
      if (refused === undefined) throw unknownLane(lane);
      return refused.enabled
        ? { granted: false, waitMs: refused.waitMs, free: false }
        : { granted: true, waitMs: 0, free: true };
    },
    async setThrottle(lane, { bytesPerSecond = null, paused = null, enabled = null }) {
      refuseRate(bytesPerSecond);
      await sql.query(throttle.change, [lane, bytesPerSecond, paused, enabled]);
      return throttleState(lane);
    },
    logRate: async () => ({ kind: "unlimited" }),
  };
}
