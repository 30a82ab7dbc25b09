import { setTimeout as sleep } from "node:timers/promises";
import { withLongestGap } from "./longest-gap.ts";

/** How a program is looked at: milliseconds between two looks, looks in a row that find no health, and milliseconds that a look waits for an answer. */
export type Looks = { readonly every: number; readonly misses: number; readonly within: number };

/** What is looked at. Times are milliseconds. */
export type Looking = Looks & {
  /** An error is no health either. */
  readonly healthy: (within: number) => Promise<boolean>;
  readonly hasEnded: () => boolean;
  /** Whether it has been healthy already; else it has `startWithin` for it. */
  readonly isStarted: boolean;
  readonly startWithin: number;
};

/** A look during which this process stood still for longer says nothing of the program: its answer may have come and waited. */
const stoodStillMs = 500;

/** Look at a program until it has ended (undefined), or is not healthy any more, or not within its time to start. */
export async function untilSilent(looking: Looking): Promise<"any more" | "in time" | undefined> {
  const deadline = performance.now() + looking.startWithin;
  let isStarted = looking.isStarted;
  for (let missed = 0; ;) {
    await sleep(looking.every, undefined, { ref: false });
    if (looking.hasEnded()) return undefined;
    const look = () => looking.healthy(looking.within).catch(() => false);
    const { result: isHealthy, gap } = await withLongestGap(look);
    if (looking.hasEnded()) return undefined;
    if (!isHealthy && gap > stoodStillMs) continue;
    isStarted ||= isHealthy;
    missed = isHealthy ? 0 : missed + 1;
    if (isStarted && missed >= looking.misses) return "any more";
    if (!isStarted && performance.now() > deadline) return "in time";
  }
}
