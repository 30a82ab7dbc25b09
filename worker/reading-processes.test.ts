import { spawnSync } from "node:child_process";
import type { Client } from "@temporalio/client";
import { expect, test } from "vitest";
import { processName } from "./process-name.ts";
import { readingProcesses } from "./reading-processes.ts";

/** A client whose server knows who asked for work so many seconds ago. */
function clientOf(pollers: readonly (readonly [name: string, secondsAgo: number])[]) {
  const asked: unknown[] = [];
  const workflowService = {
    describeTaskQueue: async (request: unknown) => {
      asked.push(request);
      const at = (ago: number) => ({ seconds: Math.floor(Date.now() / 1000) - ago });
      return { pollers: pollers.map(([identity, ago]) => ({ identity, lastAccessTime: at(ago) })) };
    },
  };
  return { asked, client: { options: { namespace: "nights" }, connection: { workflowService } } as unknown as Client };
}

test("each process that asked lately counts once, by its number and its machine; one that ended here does not", async () => {
  const { pid: ended } = spawnSync(process.execPath, ["--version"]);
  const [here, there] = [processName(), processName(1, "host-a")];
  const { asked, client } = clientOf([
    [here, 5],
    [here, 70],
    [there, 90],
    [processName(1, "host-b"), 600],
    [processName(ended), 3],
  ]);
  expect(await readingProcesses(client)).toEqual([here, there]);
  expect(asked).toEqual([{ namespace: "nights", taskQueue: { name: "sillage-extract" }, taskQueueType: 2 }]);
});
