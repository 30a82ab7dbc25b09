import { continueAsNew, executeChild, patched, proxyActivities, workflowInfo } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { attribute } from "./contracts/attributes.ts";
import { workflowId } from "./contracts/ids.ts";
import { controlOptions, extractOptions } from "./contracts/options.ts";
import type { IngestResult, ReplayInput, ReplayResult } from "./contracts/runs.ts";
import { assetLink } from "./logic/page-link.ts";
import { replayedBoard } from "./logic/replayed-board.ts";
import { reachedWith, type ReplayReach } from "./logic/replay-reach.ts";
import { stepDetails } from "./logic/step-details.ts";
import { ingestLoad } from "./ingest-load.ts";
import { showBoard } from "./steps/show-board.ts";

const control = proxyActivities<Activities>(controlOptions);
const sealing = proxyActivities<Activities>(extractOptions);
const patient = proxyActivities<Activities>({ ...controlOptions, startToCloseTimeout: "6h", heartbeatTimeout: "30s" });

/** Bring quarantined rows in under today's declaration: a table's, or a load's, which is opened again when it was refused. Null when nothing waits. Rows that still do not fit are quarantined anew. */
export async function replayQuarantine(input: ReplayInput): Promise<ReplayResult | null> {
  let reach = beginning(input);
  let [done, isAny] = [input.reached?.done ?? nothing, input.reached !== undefined];
  const judged = input.loadId === undefined ? undefined : await sealing.judgeRefused({ loadId: input.loadId });
  const table = judged?.table ?? input.table ?? "";
  if (input.loadId !== undefined && judged?.state === "refused") {
    await control.reopenLoad({ loadId: input.loadId });
    const { quarantined: _waits, ...brought } = await ingested(table, {
      loadId: input.loadId,
      manifestKey: judged.manifestKey,
    });
    [done, isAny] = [withLoad(done, { ...brought, rows: 0, quarantined: 0 }), true];
  }
  for (;;) {
    const load = await sealing.sealQuarantined({ table, loadId: input.loadId ?? null, ...reach });
    if (load === null) break;
    reach = reachedWith(reach, load.loadId);
    [done, isAny] = [withLoad(done, { ...(await ingested(table, load)), rows: load.rows }), true];
    if ("after" in reach && workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof replayQuarantine>({ ...input, reached: { ...reach, done } });
  }
  showBoard(isAny ? replayedBoard(table, done) : `### ${assetLink(table)}: nothing waits`);
  return isAny ? done : null;
}

/** A replay that began before goes on as it began: its loads do not come right before those whose rows they bring back, and its history does not end where it is long. */
const beginning = ({ reached }: ReplayInput): ReplayReach =>
  patched("replayQuarantine-20261129-after") ? { after: reached?.after ?? null } : { except: [] };

async function ingested(
  table: string,
  { loadId, manifestKey }: { readonly loadId: string; readonly manifestKey: string },
): Promise<IngestResult> {
  try {
    return await executeChild(ingestLoad, {
      workflowId: workflowId.ingest(table, loadId),
      args: [{ table, loadId, object: { kind: "manifest", key: manifestKey, etag: null }, misfits: "judged" }],
      staticSummary: `Ingest ${table} again`,
      staticDetails: stepDetails(table, workflowInfo().workflowId),
      typedSearchAttributes: [{ key: attribute.asset, value: table }],
    });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "WorkflowExecutionAlreadyStartedError") throw error;
    return patient.awaitLoad.executeWithOptions({ summary: `${table}: the load is already being ingested` }, [
      { table, loadId },
    ]);
  }
}

const nothing: ReplayResult = { rows: 0, merged: 0, unchanged: 0, superseded: 0, erased: 0, quarantined: 0 };

/** With what came of one more load. */
const withLoad = (done: ReplayResult, load: ReplayResult): ReplayResult => ({
  rows: done.rows + load.rows,
  merged: done.merged + load.merged,
  unchanged: done.unchanged + load.unchanged,
  superseded: done.superseded + load.superseded,
  erased: done.erased + load.erased,
  quarantined: done.quarantined + load.quarantined,
});
