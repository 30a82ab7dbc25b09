import { expect, test } from "vitest";
import { assetGraph } from "../core/graph/asset-graph.ts";
import { memoryAssetEntities } from "../test/fakes/memory-asset-entities.ts";
import { martOf, specOf, tableOf } from "../test/fakes/specs.ts";
import { declareAssets } from "./declare-assets.ts";

const automation = { kind: "depsUpdated", which: "any", of: null } as const;
const graph = assetGraph(
  specOf({
    tables: [tableOf("orders"), tableOf("sites"), tableOf("prices", { freshness: { kind: "within", ms: 3_600_000 } })],
    marts: [martOf("daily", ["orders"], { automation })],
  }),
);

test("assets with a condition, or a promise of freshness, are started; others are told when they run", async () => {
  const entities = memoryAssetEntities();
  await entities.resume("orders");
  await declareAssets({ graph, entities, alerts: undefined, ingestion: "run" });
  expect(entities.told).toMatchObject([
    { asset: "orders", signal: "declare", says: { automation: null, dependants: ["daily"], alerts: false } },
    { asset: "prices", signal: "declare", says: { automation: null, promise: { kind: "within" } } },
    { asset: "daily", signal: "declare", says: { automation, deps: ["orders"] } },
  ]);
});

test("an entity that runs and whose asset the graph no longer declares is told so, without being started", async () => {
  const entities = memoryAssetEntities();
  for (const asset of ["orders", "gone"]) await entities.resume(asset);
  await declareAssets({ graph, entities, alerts: undefined, ingestion: "event" });
  expect(entities.told.filter(({ asset }) => asset === "gone")).toEqual([
    {
      asset: "gone",
      signal: "declare",
      says: expect.objectContaining({ removed: true, automation: null, promise: null, ingestion: "event" }),
    },
  ]);
  expect(entities.told.find(({ asset }) => asset === "orders")?.says).not.toHaveProperty("removed");
});

test("a graph of many assets is told a few at a time", async () => {
  const many = assetGraph(specOf({ tables: Array.from({ length: 100 }, (_, at) => tableOf(`table_${at}`)) }));
  let [inWork, most, told] = [0, 0, 0];
  const tell = async () => {
    most = Math.max(most, ++inWork);
    await new Promise(setImmediate);
    inWork--;
    told++;
  };
  const entities = { ...memoryAssetEntities(), tell };
  await declareAssets({ graph: many, entities, alerts: undefined, ingestion: "run" });
  expect([told, most]).toEqual([100, 20]);
});
