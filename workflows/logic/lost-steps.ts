import type { PlanStep } from "../../core/graph/plan.ts";
import type { StepOutcome } from "../contracts/runs.ts";

/** Assets that a run lost: those that failed, and those that come after them. A paused asset is not lost: what stands in its table still serves. */
export function lostSteps(
  steps: readonly PlanStep[],
  ended: ReadonlyMap<string, Pick<StepOutcome, "state">>,
): ReadonlySet<string> {
  const lost = new Set<string>();
  for (const { asset, after } of steps)
    if (ended.get(asset)?.state === "failed" || after.some((dep) => lost.has(dep))) lost.add(asset);
  return lost;
}

/** What a step cannot do without: the lost assets it comes directly after. */
export const lostBefore = (
  step: PlanStep,
  steps: readonly PlanStep[],
  ended: ReadonlyMap<string, Pick<StepOutcome, "state">>,
): readonly string[] => {
  const lost = lostSteps(steps, ended);
  return step.after.filter((dep) => lost.has(dep));
};

/** Paused assets that a step comes directly after: it works on what they held before. */
export const pausedBefore = (
  step: PlanStep,
  ended: ReadonlyMap<string, Pick<StepOutcome, "state">>,
): readonly string[] => step.after.filter((dep) => ended.get(dep)?.state === "paused");
