import { executeChild, proxyActivities, workflowInfo } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { attribute } from "./contracts/attributes.ts";
import { workflowId } from "./contracts/ids.ts";
import { controlOptions, extractOptions } from "./contracts/options.ts";
import type { IngestResult, ReplayInput, ReplayResult } from "./contracts/runs.ts";
import { assetLink } from "./logic/page-link.ts";
import { replayedBoard } from "./logic/replayed-board.ts";
import { stepDetails } from "./logic/step-details.ts";
import { ingestLoad } from "./ingest-load.ts";
import { showBoard } from "./steps/show-board.ts";

const control = proxyActivities<Activities>(controlOptions);
const sealing = proxyActivities<Activities>(extractOptions);
const patient = proxyActivities<Activities>({ ...controlOptions, startToCloseTimeout: "6h", heartbeatTimeout: "30s" });

/** Bring quarantined rows in under today's declaration: a table's, or a load's, which is opened again when it was refused. Null when nothing waits. Rows that still do not fit are quarantined anew. */
export async function replayQuarantine(input: ReplayInput): Promise<ReplayResult | null> {
  const done: IngestResult[] = [];
  const judged = input.loadId === undefined ? undefined : await sealing.judgeRefused({ loadId: input.loadId });
  const table = judged?.table ?? input.table ?? "";
  if (input.loadId !== undefined && judged?.state === "refused") {
    await control.reopenLoad({ loadId: input.loadId });
    done.push(await ingested(table, { loadId: input.loadId, manifestKey: judged.manifestKey }));
  }
  const made: string[] = [];
  let rows = 0;
  for (;;) {
    const load = await sealing.sealQuarantined({ table, loadId: input.loadId ?? null, except: made });
    if (load === null) break;
    made.push(load.loadId);
    rows += load.rows;
    done.push(await ingested(table, load));
  }
  const result = totalOf(done, rows, made);
  showBoard(result === null ? `### ${assetLink(table)}: nothing waits` : replayedBoard(table, result));
  return result;
}

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

/** Of quarantined rows only those count that a replay could not bring in: the others went on to it. */
function totalOf(done: readonly IngestResult[], rows: number, made: readonly string[]): ReplayResult | null {
  if (done.length === 0) return null;
  const sum = (of: (load: IngestResult) => number): number => done.reduce((total, load) => total + of(load), 0);
  return {
    rows,
    merged: sum((load) => load.merged),
    unchanged: sum((load) => load.unchanged),
    superseded: sum((load) => load.superseded),
    erased: sum((load) => load.erased),
    quarantined: sum((load) => (made.includes(load.loadId) ? load.quarantined : 0)),
  };
}
