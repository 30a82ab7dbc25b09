import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@temporalio/client";

/** What extractions told Temporal in their heartbeats until something ended, asked for every 200 ms: a server forgets them once the activity is done. */
export async function heartbeatsUntil(client: Client, ended: Promise<unknown>): Promise<Uint8Array> {
  const told = new Set<string>();
  const over = ended.then(
    () => true,
    () => true,
  );
  while ((await Promise.race([over, sleep(200)])) !== true)
    for (const heartbeat of await heartbeatsNow(client)) told.add(heartbeat);
  await ended;
  return Buffer.from([...told].join("\n"));
}

/** The last heartbeat of every extraction that is in work. */
export async function heartbeatsNow(client: Client): Promise<readonly string[]> {
  const told: string[] = [];
  for await (const { workflowId, runId } of client.workflow.list({
    query: 'WorkflowType = "extractTable" and ExecutionStatus = "Running"',
  })) {
    const { raw } = await client.workflow.getHandle(workflowId, runId).describe();
    for (const { heartbeatDetails } of raw.pendingActivities ?? [])
      for (const { data } of heartbeatDetails?.payloads ?? []) told.push(Buffer.from(data ?? []).toString("utf8"));
  }
  return told;
}
