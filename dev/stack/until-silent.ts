import { setTimeout as sleep } from "node:timers/promises";

/** What is looked at. Times are milliseconds; `misses` are looks in a row that find no health. */
export type Looking = {
  readonly healthy: () => Promise<boolean>;
  readonly hasEnded: () => boolean;
  /** Whether it has been healthy already; else it has `startWithin` for it. */
  readonly isStarted: boolean;
  readonly startWithin: number;
  readonly every: number;
  readonly misses: number;
};

/** Look at a program until it has ended (undefined), or is not healthy any more, or not within its time to start. */
export async function untilSilent(looking: Looking): Promise<"any more" | "in time" | undefined> {
  const deadline = performance.now() + looking.startWithin;
  let isStarted = looking.isStarted;
  for (let missed = 0; ;) {
    await sleep(looking.every, undefined, { ref: false });
    if (looking.hasEnded()) return undefined;
    const isHealthy = await looking.healthy();
    if (looking.hasEnded()) return undefined;
    isStarted ||= isHealthy;
    missed = isHealthy ? 0 : missed + 1;
    if (isStarted && missed >= looking.misses) return "any more";
    if (!isStarted && performance.now() > deadline) return "in time";
  }
}
