import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import { SillageError } from "../../core/errors.ts";
import { rolloverSignal } from "../../workflows/contracts/messages.ts";

const everyMs = 200;

/** A run of an entity. */
type Run = { readonly workflowId: string; readonly runId: string };

/** Let every entity start again with an empty history, and wait until all have. Answers their ids. Throws `drain.unfinished` after `withinMs`. */
export async function drainEntities(client: Client, withinMs: number): Promise<readonly string[]> {
  const deadline = Date.now() + withinMs;
  const before = await running(client);
  await Promise.all(before.map((run) => rollOver(client, run)));
  for (let left = before; ; await sleep(everyMs)) {
    left = await stillRunning(client, left);
    if (left.length === 0) return before.map(({ workflowId }) => workflowId);
    if (Date.now() > deadline) throw unfinished(left, withinMs);
  }
}

async function running(client: Client): Promise<readonly Run[]> {
  const runs: Run[] = [];
  const query = "WorkflowType = 'assetState' and ExecutionStatus = 'Running'";
  for await (const { workflowId, runId } of client.workflow.list({ query })) runs.push({ workflowId, runId });
  return runs;
}

/** One that ended since it was listed is rolled over. */
const rollOver = (client: Client, { workflowId, runId }: Run): Promise<void> =>
  client.workflow
    .getHandle(workflowId, runId)
    .signal(rolloverSignal)
    .catch(() => undefined);

async function stillRunning(client: Client, runs: readonly Run[]): Promise<readonly Run[]> {
  const states = await Promise.all(
    runs.map(({ workflowId, runId }) => client.workflow.getHandle(workflowId, runId).describe()),
  );
  return runs.filter((_, at) => states[at]?.status.name === "RUNNING");
}

function unfinished(left: readonly Run[], withinMs: number): SillageError {
  const names = left.map(({ workflowId }) => workflowId);
  return new SillageError({
    code: "drain.unfinished",
    message: `After ${withinMs / 1000} s ${names.length} entities have not started again: ${names.slice(0, 10).join(", ")}.`,
    fix: "See that a worker of the role `control` runs and that the database answers, and drain again.",
    retryable: true,
  });
}
