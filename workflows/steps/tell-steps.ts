import { CancellationScope, getExternalWorkflowHandle, patched } from "@temporalio/workflow";
import type { Plan, PlanStep } from "../../core/graph/plan.ts";
import { claimSignal, stepEndedSignal } from "../contracts/automation-messages.ts";
import type { StepReport } from "../contracts/automation.ts";
import { workflowId } from "../contracts/ids.ts";
import type { StepOutcome } from "../contracts/runs.ts";
import { isUpkeep } from "../logic/is-upkeep.ts";

/** Tells the entities of a run's assets what it does. */
export type StepTeller = {
  /** Assets with a condition are left to this run, before it does anything. */
  readonly claim: () => Promise<void>;
  /** A step ended: told where the entity waits for it, or has to know that it failed; upkeep also where it went well, since no pass says so. */
  readonly ended: (step: PlanStep, outcome: StepOutcome) => Promise<void>;
  /** The run is over: nobody waits for the steps that it did not come to. */
  readonly over: () => Promise<void>;
};

/** Tell the entities of a plan's assets. A plan of before there were conditions tells nothing. */
export function stepTeller(plan: Plan, run: string): StepTeller {
  const claimed = new Set<string>();
  const tell = (asset: string, report: Omit<StepReport, "run">) =>
    unlessAbsent(getExternalWorkflowHandle(workflowId.asset(asset)).signal(stepEndedSignal, { run, ...report }));
  return {
    async claim() {
      const automated = plan.steps.filter((step) => step.automated).map(({ asset }) => asset);
      for (const asset of automated) claimed.add(asset);
      await Promise.all(
        automated.map((asset) =>
          unlessAbsent(getExternalWorkflowHandle(workflowId.asset(asset)).signal(claimSignal, { run })),
        ),
      );
    },
    async ended(step, { state, detail }) {
      const { asset, automated, parts } = step;
      const isAwaited = automated === true || (plan.tells === true && state === "failed");
      if (!isAwaited && !(plan.tells === true && isUpkeep(step) && patched("assetRun-20261128-upkeep"))) return;
      claimed.delete(asset);
      await tell(asset, { state, why: detail, ...(parts !== undefined && isUpkeep(step) && { parts }) });
    },
    over: () =>
      CancellationScope.nonCancellable(async () => {
        await Promise.all([...claimed].map((asset) => tell(asset, { state: "cancelled", why: "" })));
      }),
  };
}

/** An entity that does not run is told nothing. */
const unlessAbsent = (told: Promise<void>): Promise<void> => told.catch(() => undefined);
