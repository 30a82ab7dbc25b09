import { mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { TestWorkflowEnvironment } from "@temporalio/testing";
import { processEnvironment } from "../../config.ts";
import { startStack } from "../../dev/stack/start-stack.ts";
import type { WorldOptions } from "../../test/harness/changing-graph.ts";
import { workflowWorld, type WorkflowWorld } from "../../test/harness/workflow-world.ts";
import { searchAttributeKinds } from "../../workflows/contracts/attributes.ts";
import { unsound } from "../unsound.ts";
import { cpuOf } from "./cpu-of.ts";

/** A world, the seconds of CPU that it and its server have used, and its end. */
export type BenchWorld = {
  readonly world: WorkflowWorld;
  readonly cpu: () => Promise<{ readonly worker: number; readonly server: number }>;
  readonly stop: () => Promise<void>;
};

/** Workflows, the product's unless told, on the Temporal server that the product starts, with activities that do next to nothing. */
export async function benchWorld(
  directory: string,
  assets: Pick<WorldOptions, "declared" | "marts" | "bundle">,
): Promise<BenchWorld> {
  const dataDir = await mkdtemp(join(directory, "steps-"));
  const stack = await startStack({
    dataDir,
    only: ["temporal"],
    env: processEnvironment(),
    namespace: "default",
    progress: () => undefined,
    searchAttributes: searchAttributeKinds,
  });
  const { address } = stack.temporal ?? {};
  if (address === undefined) throw unsound("there is no Temporal server");
  const world = await workflowWorld({
    tables: [],
    server: () => TestWorkflowEnvironment.createFromExistingServer({ address }),
    ...assets,
  });
  const parts: readonly { readonly pid: number }[] = JSON.parse(await readFile(join(dataDir, "pids.json"), "utf8"));
  return {
    world,
    async cpu() {
      const servers = await Promise.all(parts.map(({ pid }) => cpuOf(pid)));
      return { worker: await cpuOf(process.pid), server: servers.reduce((sum, seconds) => sum + seconds, 0) };
    },
    stop: () => world.stop().then(stack.stop),
  };
}
