import { MockActivityEnvironment } from "@temporalio/testing";
import { expect, test } from "vitest";
import { memoryAssetEntities } from "../test/fakes/memory-asset-entities.ts";
import { specOf, tableOf } from "../test/fakes/specs.ts";
import { runActivity } from "../test/harness/run-activity.ts";
import type { ActivityDeps } from "./deps.ts";
import { assetGraph } from "../core/graph/asset-graph.ts";
import { createActivities } from "./index.ts";

const graph = assetGraph(specOf({ tables: [tableOf("sites")] }));
const activities = (entities: ActivityDeps["entities"]) => createActivities({ graph, entities } as ActivityDeps);
const askOf = (entities: ActivityDeps["entities"]) => () =>
  activities(entities).acquireCursor({ table: "sites", holder: "run/nightly/A/extract/sites" });

test("an activity that waits for an entity ends as cancelled when its worker shuts down", async () => {
  const unanswered = { ...memoryAssetEntities(), acquire: () => new Promise<never>(() => undefined) };
  const environment = new MockActivityEnvironment();
  const waiting = environment.run(askOf(unanswered));
  environment.cancel("WORKER_SHUTDOWN");
  await expect(waiting).rejects.toMatchObject({ name: "CancelledFailure" });
});

test("an entity's answer passes as it is", async () => {
  expect(await runActivity(askOf(memoryAssetEntities()))).toMatchObject({ granted: true, fence: 1 });
});
