import { proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { PlanStep } from "../../core/graph/plan.ts";
import { martOptions } from "../contracts/options.ts";
import type { StepOutcome } from "../contracts/runs.ts";
import { withChecks } from "../logic/with-checks.ts";

const ingest = proxyActivities<Activities>(martOptions);

/** Measure a table's checks after its load and its reconciliation: one that blocks makes the step a failed one. */
export async function checkLoaded(
  { asset, checked }: PlanStep,
  outcome: StepOutcome,
  run: string,
): Promise<StepOutcome> {
  if (checked !== true) return outcome;
  const report = await ingest.checkTable.executeWithOptions({ summary: `${asset}: checks` }, [
    { table: asset, cause: run },
  ]);
  return withChecks(outcome, report);
}
