import { executeChild, proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { PlanStep } from "../../core/graph/plan.ts";
import { buildMart } from "../build-mart.ts";
import { attribute } from "../contracts/attributes.ts";
import { workflowId } from "../contracts/ids.ts";
import { controlOptions } from "../contracts/options.ts";
import type { StepOutcome } from "../contracts/runs.ts";
import { stepDetails } from "../logic/step-details.ts";
import { withChecks } from "../logic/with-checks.ts";
import type { RunOfStep } from "./walk-step.ts";

const control = proxyActivities<Activities>(controlOptions);

/** Rebuild the stale days of a mart. A paused mart is left as it stands. */
export async function walkMart({ asset: mart }: PlanStep, run: RunOfStep): Promise<StepOutcome> {
  const stale = await control.staleDays.executeWithOptions({ summary: `${mart}: stale days` }, [{ mart }]);
  if (stale.paused) return { asset: mart, state: "paused", rows: 0, detail: "left as it stands" };
  const { days } = stale;
  if (days?.length === 0) return { asset: mart, state: "unchanged", rows: 0, detail: "no day touched" };
  const built = await executeChild(buildMart, {
    workflowId: workflowId.mart(run.id, mart),
    args: [{ mart, days, run: run.id }],
    staticSummary: `Build ${mart}`,
    staticDetails: stepDetails(mart, run.id),
    typedSearchAttributes: [
      { key: attribute.asset, value: mart },
      { key: attribute.job, value: run.input.job },
    ],
  });
  const outcome: StepOutcome = {
    asset: mart,
    state: built.changed ? "done" : "unchanged",
    rows: built.rows,
    detail: days === null ? "all days" : `${days.length} days`,
  };
  return withChecks(outcome, built.checks);
}
