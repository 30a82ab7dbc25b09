import type { PlanStep } from "../../core/graph/plan.ts";

/** Steps to start now, in the plan's order: what each comes after has ended, and no more than `atOnce` run in all. */
export function nextSteps(
  steps: readonly PlanStep[],
  ended: { readonly has: (asset: string) => boolean },
  running: { readonly has: (asset: string) => boolean; readonly size: number },
  atOnce: number,
): readonly PlanStep[] {
  const free = Math.max(0, atOnce - running.size);
  return steps
    .filter(({ asset, after }) => !ended.has(asset) && !running.has(asset) && after.every((dep) => ended.has(dep)))
    .slice(0, free);
}
