import { setTimeout as sleep } from "node:timers/promises";
import type { ThrottlePort } from "../../core/ports/database.ts";
import { greatestSecond, monotonicMs, type Written } from "./written.ts";

/** A rate that held from an instant (monotonic milliseconds) until the next one's. 0 is a pause. */
export type RateSpan = { readonly from: number; readonly bytesPerSecond: number };

const full = 1_000_000;
/** What an operator does meanwhile, at shares of the time that the writers write. */
const changes = [
  { at: 0.15, change: { bytesPerSecond: full / 2 }, bytesPerSecond: full / 2 },
  { at: 0.4, change: { paused: true }, bytesPerSecond: 0 },
  { at: 0.55, change: { paused: false }, bytesPerSecond: full / 2 },
  { at: 0.7, change: { bytesPerSecond: full }, bytesPerSecond: full },
  { at: 0.85, change: { bytesPerSecond: full }, bytesPerSecond: full },
];

/** Lower the rate, pause, go on, raise the rate, set it again as it is; tells what held when. */
export async function changeRates(throttle: ThrottlePort, seconds: number): Promise<readonly RateSpan[]> {
  const started = monotonicMs();
  const spans: RateSpan[] = [{ from: started, bytesPerSecond: full }];
  for (const { at, change, bytesPerSecond } of changes) {
    await sleep(Math.max(0, started + at * seconds * 1000 - monotonicMs()));
    await throttle.setThrottle("default", change);
    spans.push({ from: monotonicMs(), bytesPerSecond });
  }
  return spans;
}

/** What was granted before a change may still be written for a second, and a little. */
const settledMs = 1_100;

/** The greatest second and all bytes of each span, beside its rate, from when the change before it has settled. */
export const secondsBySpan = (
  written: readonly Written[],
  spans: readonly RateSpan[],
  until: number,
): readonly { readonly bytesPerSecond: number; readonly peak: number; readonly bytes: number }[] =>
  spans.map(({ from, bytesPerSecond }, at) => {
    const settled = at === 0 ? from : from + settledMs;
    const inside = written.filter((batch) => batch.at >= settled && batch.at < (spans[at + 1]?.from ?? until));
    return {
      bytesPerSecond,
      peak: greatestSecond(inside),
      bytes: inside.reduce((sum, batch) => sum + batch.bytes, 0),
    };
  });
