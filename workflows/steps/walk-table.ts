import { executeChild, proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { PlanStep } from "../../core/graph/plan.ts";
import { attribute } from "../contracts/attributes.ts";
import { workflowId } from "../contracts/ids.ts";
import { extractOptions } from "../contracts/options.ts";
import type { StepOutcome } from "../contracts/runs.ts";
import { extractTable } from "../extract-table.ts";
import { isUpkeep } from "../logic/is-upkeep.ts";
import { stepDetails } from "../logic/step-details.ts";
import { tableOutcome } from "../logic/table-outcome.ts";
import { checkLoaded } from "./check-loaded.ts";
import { ingestLanded } from "./ingest-landed.ts";
import { upkeepTable } from "./upkeep-table.ts";
import { rereadHistory } from "./reread-history.ts";
import type { RunOfStep } from "./walk-step.ts";

const sealing = proxyActivities<Activities>(extractOptions);

/** Extract a table, ingest what was landed, compare its ids with the source's, measure its checks; of that, the parts that the run is for. A paused table is left as it stands. */
export async function walkTable(step: PlanStep, run: RunOfStep): Promise<StepOutcome> {
  const { asset: table, parts } = step;
  if (parts !== undefined && isUpkeep(step)) return upkeepTable(step, parts, run);
  const landed = await executeChild(extractTable, {
    workflowId: workflowId.extract(run.id, table),
    args: [{ run: run.id, table, full: run.input.full, ...(run.cursors && { cursors: run.cursors }) }],
    staticSummary: `Extract ${table}`,
    staticDetails: stepDetails(table, run.id),
    typedSearchAttributes: [
      { key: attribute.asset, value: table },
      { key: attribute.job, value: run.input.job },
      { key: attribute.source, value: step.source ?? "" },
    ],
  });
  if (landed.state === "paused") return { asset: table, state: "paused", rows: 0, detail: "left as it stands" };
  const loaded = await ingestLanded(step, landed, run);
  const after = { loadId: landed.loadId, whole: landed.pass === "full" && landed.verified };
  const reconciled = await sealing.reconcileIds.executeWithOptions({ summary: `${table}: ids at the source` }, [
    { table, after, ...(parts && { parts }) },
  ]);
  const { mark } = landed;
  const outcome = await rereadHistory(step, tableOutcome(landed, loaded, reconciled), { mark, ...reconciled }, run);
  return checkLoaded(step, outcome, run.id);
}
