import type { Client } from "@temporalio/client";
import { queue } from "../../workflows/contracts/ids.ts";

/** A worker asks for work again within a minute. Milliseconds. */
const seenWithin = 2 * 60_000;

/** Whether a worker takes the steps of runs: one that asked for them lately. */
export async function controlWorks({ connection, options }: Client): Promise<boolean> {
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace: options.namespace,
    taskQueue: { name: queue.control },
  });
  return (pollers ?? []).some(
    ({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1000 < seenWithin,
  );
}
