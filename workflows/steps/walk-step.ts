import { CancellationScope, isCancellation } from "@temporalio/workflow";
import type { Plan, PlanStep } from "../../core/graph/plan.ts";
import type { AssetRunInput, StepOutcome } from "../contracts/runs.ts";
import { lostBefore, pausedBefore } from "../logic/lost-steps.ts";
import { lostReason } from "../logic/with-checks.ts";
import { rootCode } from "../logic/root-code.ts";
import { rootMessage } from "../logic/root-message.ts";
import { walkMart } from "./walk-mart.ts";
import { walkTable } from "./walk-table.ts";

/** The run that a step belongs to, and how its plan asks for cursors. */
export type RunOfStep = { readonly id: string; readonly input: AssetRunInput; readonly cursors?: Plan["cursors"] };

/** Work on one asset of a run. Its failure is an outcome; only the run's own cancellation is thrown. */
export async function walkStep(
  step: PlanStep,
  plan: Plan,
  ended: ReadonlyMap<string, StepOutcome>,
  run: RunOfStep,
): Promise<StepOutcome> {
  const lost = lostBefore(step, plan.steps, ended);
  if (lost.length > 0) return { asset: step.asset, state: "skipped", rows: 0, detail: lostReason(lost, ended) };
  try {
    const outcome = await (step.kind === "table" ? walkTable(step, run) : walkMart(step, run));
    const paused = pausedBefore(step, ended);
    return paused.length === 0
      ? outcome
      : { ...outcome, detail: `${outcome.detail}, on what the paused ${paused.join(", ")} held` };
  } catch (error) {
    if (isCancellation(error) && CancellationScope.current().consideredCancelled) throw error;
    return { asset: step.asset, state: "failed", rows: 0, detail: rootMessage(error), code: rootCode(error) };
  }
}
