import type { DrainLimits } from "../../worker/hanging-rotations.ts";

const dayMs = 86_400_000;

/** Since when at the earliest something may drain at an instant: a key of before is destroyed after 36 days, a version of the blind indexes once its loads are in, within a night; a day more for what is tried again. */
export const drainLimits = (now: Date): DrainLimits => ({
  keys: new Date(now.getTime() - 37 * dayMs).toISOString(),
  indexes: new Date(now.getTime() - 2 * dayMs).toISOString(),
});
