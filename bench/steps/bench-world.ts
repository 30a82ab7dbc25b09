import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { TestWorkflowEnvironment } from "@temporalio/testing";
import { processEnvironment } from "../../config.ts";
import type { MartSpec } from "../../core/spec/asset.ts";
import { startStack } from "../../dev/stack/start-stack.ts";
import { workflowWorld, type WorkflowWorld } from "../../test/harness/workflow-world.ts";
import { searchAttributeKinds } from "../../workflows/contracts/attributes.ts";
import { unsound } from "../unsound.ts";

/** The product's workflows on the Temporal server that the product starts, with activities that do next to nothing. */
export async function benchWorld(
  directory: string,
  marts?: readonly MartSpec[],
): Promise<{ readonly world: WorkflowWorld; readonly stop: () => Promise<void> }> {
  const stack = await startStack({
    dataDir: await mkdtemp(join(directory, "steps-")),
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
    ...(marts && { marts }),
  });
  return { world, stop: () => world.stop().then(stack.stop) };
}
