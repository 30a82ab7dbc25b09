import { setTimeout as sleep } from "node:timers/promises";
import { WorkflowFailedError, type Client } from "@temporalio/client";
import { ulid } from "ulid";
import { summaryLine } from "../../core/summary-line.ts";
import type { BackfillInput, BackfillProgress, BackfillResult } from "../../workflows/contracts/backfills.ts";
import { queue, workflowId } from "../../workflows/contracts/ids.ts";
import { runError } from "../run-job.ts";

/** Start a backfill, or with an `id` one that was there before, and give its id once it has begun, or waits for others. Throws `backfill.*` of the workflow. */
export async function startBackfill(
  client: Client,
  input: BackfillInput,
  id = workflowId.backfill(ulid()),
): Promise<string> {
  const { selection, from, to } = input.request;
  const handle = await client.workflow.start("backfill", {
    workflowId: id,
    taskQueue: queue.control,
    args: [input],
    staticDetails:
      "Started by a command, beside the nightly runs: it moves no mark. Steer it by the signals `pause`, `resume`, `cancel` and `setConcurrency`, or by `sillage backfill`.",
    staticSummary: summaryLine(
      `${input.retry ? "retry " : ""}${selection} from ${from}${to === null ? "" : ` to ${to}`}`,
    ),
  });
  for (; ; await sleep(100)) {
    if ((await handle.describe()).status.name !== "RUNNING") break;
    const { phase, behind } = await handle.query<BackfillProgress>("progress");
    if (phase !== "queued" || behind.length > 0) return id;
  }
  await awaitBackfill(client, id);
  return id;
}

/** Wait for a backfill's end. Throws `backfill.failed` when windows failed, `run.cancelled`, `run.terminated`. */
export async function awaitBackfill(client: Client, id: string): Promise<BackfillResult> {
  try {
    return await client.workflow.getHandle<(input: BackfillInput) => Promise<BackfillResult>>(id).result();
  } catch (error) {
    throw error instanceof WorkflowFailedError ? runError(id, error.cause) : error;
  }
}
