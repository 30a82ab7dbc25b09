import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import { SillageError } from "../../core/errors.ts";
import { rolloverSignal } from "../../workflows/contracts/messages.ts";

const everyMs = 200;

/** A run of an entity. */
type Run = { readonly workflowId: string; readonly runId: string };

/** Let every entity start again with an empty history, and wait until all have. Answers their ids. Throws after `withinMs`: `drain.audit-owed` where what is left waits for the database to take rows of changes by hand, `drain.unfinished` otherwise. */
export async function drainEntities(client: Client, withinMs: number): Promise<readonly string[]> {
  const deadline = Date.now() + withinMs;
  const before = await running(client);
  await Promise.all(before.map((run) => rollOver(client, run)));
  for (let left = before; ; await sleep(everyMs)) {
    left = await stillRunning(client, left);
    if (left.length === 0) return before.map(({ workflowId }) => workflowId);
    if (Date.now() > deadline) throw await overdue(client, left, withinMs);
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

async function overdue(client: Client, left: readonly Run[], withinMs: number): Promise<SillageError> {
  const owing = await Promise.all(left.map((run) => owesAudit(client, run)));
  const others = left.filter((_, at) => owing[at] === false);
  return others.length === 0 ? auditOwed(left, withinMs) : unfinished(others, withinMs);
}

/** Whether a row for auditors is on its way: an entity keeps its history until the database took it. */
async function owesAudit(client: Client, { workflowId, runId }: Run): Promise<boolean> {
  const { raw } = await client.workflow.getHandle(workflowId, runId).describe();
  return raw.pendingActivities?.some(({ activityType }) => activityType?.name === "recordAudit") ?? false;
}

const auditOwed = (left: readonly Run[], withinMs: number): SillageError =>
  new SillageError({
    code: "drain.audit-owed",
    message: `After ${withinMs / 1000} s ${left.length} entities wait for a change by hand to be written to the audit: ${named(left)}.`,
    fix: "The changes are in force, and tried to be written for a day. See that the database answers, and drain again.",
    retryable: true,
  });

const unfinished = (left: readonly Run[], withinMs: number): SillageError =>
  new SillageError({
    code: "drain.unfinished",
    message: `After ${withinMs / 1000} s ${left.length} entities have not started again: ${named(left)}.`,
    fix: "See that a worker of the role `control` runs and that the database answers, and drain again.",
    retryable: true,
  });

const named = (left: readonly Run[]): string =>
  left
    .slice(0, 10)
    .map(({ workflowId }) => workflowId)
    .join(", ");
