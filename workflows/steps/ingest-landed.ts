import {
  ApplicationFailure,
  executeChild,
  ParentClosePolicy,
  proxyActivities,
  TimeoutFailure,
} from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { PlanStep } from "../../core/graph/plan.ts";
import { attribute } from "../contracts/attributes.ts";
import { workflowId } from "../contracts/ids.ts";
import { patientOptions } from "../contracts/options.ts";
import type { AssetRunInput, IngestResult, LandedTable } from "../contracts/runs.ts";
import { ingestLoad } from "../ingest-load.ts";
import { notIngested } from "../logic/not-ingested.ts";
import { stepDetails } from "../logic/step-details.ts";

const patient = proxyActivities<Activities>(patientOptions);

/** The workflow that landed a load: a run, or a backfill. */
type LandedBy = { readonly id: string; readonly input: Pick<AssetRunInput, "job" | "ingestion"> };

/** Bring a landed load in as the run's child, or wait for whoever else does: the event, or a start before this one. */
export async function ingestLanded(
  step: Pick<PlanStep, "asset" | "source">,
  landed: Pick<LandedTable, "loadId" | "manifestKey">,
  run: LandedBy,
): Promise<IngestResult> {
  const table = step.asset;
  if (run.input.ingestion === "event") return awaitLedger(table, landed.loadId, `${table}: wait for the ledger`);
  try {
    return await executeChild(ingestLoad, {
      workflowId: workflowId.ingest(table, landed.loadId),
      args: [{ table, loadId: landed.loadId, object: { kind: "manifest", key: landed.manifestKey, etag: null } }],
      staticSummary: `Ingest ${table}`,
      staticDetails: stepDetails(table, run.id),
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: "ALLOW_DUPLICATE_FAILED_ONLY",
      typedSearchAttributes: [
        { key: attribute.asset, value: table },
        { key: attribute.job, value: run.input.job },
        { key: attribute.source, value: step.source ?? "" },
      ],
    });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "WorkflowExecutionAlreadyStartedError") throw error;
    return awaitLedger(table, landed.loadId, `${table}: the load is already being ingested`);
  }
}

async function awaitLedger(table: string, loadId: string, summary: string): Promise<IngestResult> {
  try {
    return await patient.awaitLoad.executeWithOptions({ summary }, [{ table, loadId }]);
  } catch (error) {
    if (!(error instanceof Error) || !(error.cause instanceof TimeoutFailure)) throw error;
    throw ApplicationFailure.nonRetryable(
      notIngested(table, loadId, patientOptions.scheduleToCloseTimeout),
      "load.not-ingested",
    );
  }
}
