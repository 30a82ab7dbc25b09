import { ApplicationFailure, proxyActivities, workflowInfo } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import { extractOptions } from "../../workflows/contracts/options.ts";
import type { ExtractInput, ExtractResult } from "../../workflows/contracts/runs.ts";
import { acquireInTurn } from "../../workflows/steps/acquire-in-turn.ts";
import { moveMark } from "../../workflows/steps/move-mark.ts";

export { assetRun } from "../../workflows/asset-run.ts";
export { assetState } from "../../workflows/asset-state.ts";

const extract = proxyActivities<Activities>(extractOptions);

/** The product's way to a table's entity and back, around one activity that does nothing in place of reading and landing. It answers as for a paused table, so that the run goes on at once: merging, ids and checks are work, not the step's cost. */
export async function extractTable({ table, cursors }: ExtractInput): Promise<ExtractResult> {
  const { workflowId: holder } = workflowInfo();
  const cursor = await acquireInTurn(table, holder, cursors);
  if (typeof cursor === "string")
    throw ApplicationFailure.nonRetryable(`The cursor of ${table} is ${cursor}.`, "bench.cursor");
  await extract.awaitLoad({ table, loadId: holder });
  const mark = { watermark: new Date().toISOString() };
  await moveMark(cursors, { table, fence: cursor.fence, mark, loadId: holder });
  return { state: "paused" };
}
