import { hostname } from "node:os";
import type { Client } from "@temporalio/client";
import { queue } from "../workflows/contracts/ids.ts";

/** A worker asks for work again within a minute, unless all its hands are full. Milliseconds. */
const seenWithin = 2 * 60_000;
/** Temporal's number for the queue of activities, beside that of workflows. */
const ofActivities = 2;

/** Processes that asked within two minutes to read sources, as they call themselves (`processName`). One of this machine that is gone is left out; one that has been busy for longer is missed. */
export async function readingProcesses({ connection, options }: Client): Promise<readonly string[]> {
  const request: { readonly [field: string]: unknown } = {
    namespace: options.namespace,
    taskQueue: { name: queue.extract },
    taskQueueType: ofActivities,
  };
  const { pollers } = await connection.workflowService.describeTaskQueue(request);
  const asked = (pollers ?? []).filter(
    ({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1000 < seenWithin,
  );
  return [...new Set(asked.map(({ identity }) => identity ?? ""))].filter((name) => !isGone(name));
}

/** Whether a process of this machine has ended; what another machine runs is not known. */
function isGone(name: string): boolean {
  const [, pid, host] = /^sillage@(\d+)@(.*)$/.exec(name) ?? [];
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
