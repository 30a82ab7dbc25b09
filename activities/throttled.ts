import { setTimeout as sleep } from "node:timers/promises";
import type { ThrottlePort } from "../core/ports/database.ts";

/** Greatest reservation at once: what one batch may hold. Bytes. */
export const batchBytes = 65_536;

/** Wait until `bytes` may be written on a lane; a pause waits as long as it lasts, a throttle that is off not at all. */
export async function throttled(
  throttle: Pick<ThrottlePort, "reserve">,
  lane: string,
  bytes: number,
  signal: AbortSignal,
): Promise<void> {
  for (let left = bytes; left > 0;) {
    const { granted, waitMs, free } = await throttle.reserve(lane, Math.min(left, batchBytes));
    if (waitMs > 0) await sleep(waitMs, undefined, { signal });
    if (free) return;
    if (granted) left -= batchBytes;
  }
}
