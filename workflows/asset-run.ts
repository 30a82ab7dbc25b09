import {
  ApplicationFailure,
  condition,
  executeChild,
  isCancellation,
  ParentClosePolicy,
  proxyActivities,
  setCurrentDetails,
  upsertSearchAttributes,
  workflowInfo,
} from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import type { PlanStep } from "../core/graph/plan.ts";
import { buildMart } from "./build-mart.ts";
import { attribute } from "./contracts/attributes.ts";
import { workflowId } from "./contracts/ids.ts";
import { controlOptions, extractOptions } from "./contracts/options.ts";
import type { AssetRunInput, AssetRunResult, ExtractResult, IngestResult, StepOutcome } from "./contracts/runs.ts";
import { extractTable } from "./extract-table.ts";
import { ingestLoad } from "./ingest-load.ts";
import { rootMessage } from "./logic/root-message.ts";
import { runBoard } from "./logic/run-board.ts";

const control = proxyActivities<Activities>(controlOptions);
const sealing = proxyActivities<Activities>(extractOptions);
const patient = proxyActivities<Activities>({ ...controlOptions, startToCloseTimeout: "6h", heartbeatTimeout: "30s" });

/** Tables and marts that one run works on at a time. */
const parallel = 6;

/** Walk a selection in dependency order. A failed asset skips its dependants; the others go on, and the run fails at the end. */
export async function assetRun(input: AssetRunInput): Promise<AssetRunResult> {
  const { workflowId: runId, startTime } = workflowInfo();
  const startedAt = startTime.toISOString();
  const plan = await control.planRun({ job: input.job, selection: input.selection });
  upsertSearchAttributes([
    { key: attribute.job, value: input.job },
    { key: attribute.trigger, value: input.trigger },
  ]);
  await control.recordRun({ id: runId, job: input.job, state: "running", startedAt, endedAt: null, detail: "" });
  const outcomes = new Map<string, StepOutcome>();
  const running = new Set<string>();
  const show = () => setCurrentDetails(runBoard(plan, outcomes, running));

  await Promise.all(
    plan.steps.map(async (step) => {
      await condition(() => step.after.every((dep) => outcomes.has(dep)) && running.size < parallel);
      running.add(step.asset);
      show();
      outcomes.set(step.asset, await outcomeOf(step));
      running.delete(step.asset);
      show();
    }),
  );

  const steps = plan.steps.flatMap((step) => outcomes.get(step.asset) ?? []);
  const failed = steps.filter((step) => step.state === "failed");
  const detail = failed.map((step) => `${step.asset}: ${step.detail}`).join("; ");
  await control.recordRun({
    id: runId,
    job: input.job,
    state: failed.length > 0 ? "failed" : "succeeded",
    startedAt,
    endedAt: new Date().toISOString(),
    detail,
  });
  if (failed.length > 0)
    throw ApplicationFailure.nonRetryable(
      `${failed.length} of ${steps.length} assets failed: ${detail}`,
      "run.failed",
      { runId, steps },
    );
  return { runId, steps };

  async function outcomeOf(step: PlanStep): Promise<StepOutcome> {
    const lost = step.after.filter((dep) => ["failed", "skipped"].includes(outcomes.get(dep)?.state ?? ""));
    if (lost.length > 0)
      return { asset: step.asset, state: "skipped", rows: 0, days: [], detail: `after ${lost.join(", ")}` };
    try {
      return step.kind === "table" ? await walkTable(step) : await walkMart(step);
    } catch (error) {
      if (isCancellation(error)) throw error;
      return { asset: step.asset, state: "failed", rows: 0, days: [], detail: rootMessage(error) };
    }
  }

  async function walkTable(step: PlanStep): Promise<StepOutcome> {
    const attributes = [
      { key: attribute.asset, value: step.asset },
      { key: attribute.job, value: input.job },
      { key: attribute.source, value: step.source ?? "" },
    ];
    const landed: ExtractResult = await executeChild(extractTable, {
      workflowId: workflowId.extract(runId, step.asset),
      args: [{ run: runId, table: step.asset, full: input.full }],
      staticSummary: `Extract ${step.asset}`,
      typedSearchAttributes: attributes,
    });
    const loaded = await ingested(step.asset, landed, attributes);
    const vanished = await sealing.reconcileIds.executeWithOptions({ summary: `${step.asset}: vanished rows` }, [
      { table: step.asset, pass: landed.pass },
    ]);
    const days = [...new Set([...loaded.days, ...vanished.days])];
    const changed = loaded.merged + vanished.vanished;
    return {
      asset: step.asset,
      state: changed > 0 ? "done" : "unchanged",
      rows: changed,
      days,
      detail: `${landed.rows} read${loaded.quarantined > 0 ? `, ${loaded.quarantined} quarantined` : ""}${vanished.vanished > 0 ? `, ${vanished.vanished} vanished` : ""}${landed.verified ? "" : ", unverified"}`,
    };
  }

  async function ingested(
    table: string,
    landed: ExtractResult,
    attributes: { readonly key: typeof attribute.asset; readonly value: string }[],
  ): Promise<IngestResult> {
    if (input.ingestion === "event")
      return patient.awaitLoad.executeWithOptions({ summary: `${table}: wait for the ledger` }, [
        { table, loadId: landed.loadId },
      ]);
    try {
      return await executeChild(ingestLoad, {
        workflowId: workflowId.ingest(table, landed.loadId),
        args: [{ table, loadId: landed.loadId, object: { kind: "manifest", key: landed.manifestKey, etag: null } }],
        staticSummary: `Ingest ${table}`,
        parentClosePolicy: ParentClosePolicy.ABANDON,
        workflowIdReusePolicy: "ALLOW_DUPLICATE_FAILED_ONLY",
        typedSearchAttributes: attributes,
      });
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "WorkflowExecutionAlreadyStartedError") throw error;
      return patient.awaitLoad.executeWithOptions({ summary: `${table}: the load is already being ingested` }, [
        { table, loadId: landed.loadId },
      ]);
    }
  }

  async function walkMart(step: PlanStep): Promise<StepOutcome> {
    const days = await control.staleDays({
      mart: step.asset,
      touched: Object.fromEntries([...outcomes].map(([asset, outcome]) => [asset, outcome.days])),
    });
    if (days !== null && days.length === 0)
      return { asset: step.asset, state: "unchanged", rows: 0, days: [], detail: "no day touched" };
    const built = await executeChild(buildMart, {
      workflowId: workflowId.mart(runId, step.asset),
      args: [{ mart: step.asset, days }],
      staticSummary: `Build ${step.asset}`,
      typedSearchAttributes: [
        { key: attribute.asset, value: step.asset },
        { key: attribute.job, value: input.job },
      ],
    });
    return {
      asset: step.asset,
      state: built.changed ? "done" : "unchanged",
      rows: built.rows,
      days: days ?? [],
      detail: days === null ? "all days" : `${days.length} days`,
    };
  }
}
