import type { Client } from "@temporalio/client";

/** A run on its way. */
export type RunningRun = { readonly id: string; readonly startedAt: string };

/** The runs on their way, as Temporal lists them. */
export async function runningRuns(client: Client): Promise<readonly RunningRun[]> {
  const runs: RunningRun[] = [];
  for await (const run of client.workflow.list({ query: "WorkflowType = 'assetRun' and ExecutionStatus = 'Running'" }))
    runs.push({ id: run.workflowId, startedAt: run.startTime.toISOString() });
  return runs;
}
