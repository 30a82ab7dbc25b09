import { setTimeout as sleep } from "node:timers/promises";
import type { ThrottlePort } from "../core/ports/database.ts";
import { ServerClock } from "./server-clock.ts";

/**
 * Greatest reservation at once: what one batch may hold, but for a single line that is longer. Bytes.
 * Half of what a second may hold beyond the rate; the other half is for starts taken late.
 */
export const batchBytes = 32_768;

/** How late a start may be taken at first: at 1,000,000 bytes a second, one batch more. Milliseconds. */
const lateByMs = 32;

/** Milliseconds that only grow, a wait of so many of them, and where the database's instants are on them. */
type Waiting = {
  readonly clock: ServerClock;
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
};
const realWaiting: Waiting = {
  clock: new ServerClock(),
  now: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
};

/**
 * Wait until `bytes` may be written on a lane; a pause waits as long as it lasts, a throttle that is off not at all. More
 * than a batch is reserved batch by batch, one start after the other, all of it before any is written.
 * A start that is missed by more than 32 ms, since the process stalled, is reserved anew: written late, what
 * waited would go in one second with what is due in it. Each time a quarter more is borne, so that a process that is always
 * late gets on.
 */
export async function throttled(
  throttle: Pick<ThrottlePort, "reserve">,
  { lane, bytes }: { readonly lane: string; readonly bytes: number },
  signal: AbortSignal,
  waiting = realWaiting,
): Promise<void> {
  let borneMs = lateByMs;
  for (let left = bytes; left > 0;) {
    const asked = waiting.now();
    const { granted, waitMs, free, at } = await throttle.reserve(lane, Math.min(left, batchBytes));
    if (free) return;
    const read = waiting.now();
    const { earliest, latest } =
      at === undefined ? { earliest: read, latest: read } : waiting.clock.made(at, { asked, read });
    if (latest + waitMs > read) await waiting.sleep(latest + waitMs - read, signal);
    if (!granted) continue;
    if (waiting.now() - earliest - waitMs > borneMs) borneMs *= 1.25;
    else left -= batchBytes;
  }
}
