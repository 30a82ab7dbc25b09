import { expect, test } from "vitest";
import { assetGraph } from "../core/graph/asset-graph.ts";
import type { TablePart } from "../core/spec/asset.ts";
import type { ColumnSpec } from "../core/spec/column.ts";
import { memoryAssetEntities } from "../test/fakes/memory-asset-entities.ts";
import { columnOf, readOf, specOf, tableOf } from "../test/fakes/specs.ts";
import { testIngestion } from "../test/harness/ingestion.ts";
import { runActivity } from "../test/harness/run-activity.ts";
import type { Metrics } from "../core/ports/metrics.ts";
import { memoryMetrics } from "../test/fakes/memory-metrics.ts";
import { createReconcileIds } from "./reconcile-ids.ts";

/** Who hears of it, and how many rows vanished. */
type Compared = {
  readonly metrics: Metrics;
  readonly entities: ReturnType<typeof memoryAssetEntities>;
  readonly vanished: number;
  readonly parts: readonly TablePart[];
};

/** The keys that a table of these columns is compared with when its source lists `ids`. */
async function compared(
  columns: readonly ColumnSpec[],
  ids: readonly string[],
  { metrics = memoryMetrics(), entities = memoryAssetEntities(), vanished = 0, parts }: Partial<Compared> = {},
): Promise<readonly string[]> {
  const bench = await testIngestion();
  const read = readOf(undefined, undefined, { idsPath: "/ids" });
  const told: string[] = [];
  const deps = {
    ...bench.deps,
    metrics,
    graph: assetGraph(specOf({ tables: [tableOf("t", { columns, read })] })),
    reader: {
      pages: () => {
        throw new Error("nothing but ids is read");
      },
      ids: async function* () {
        yield ids;
      },
    },
    entities,
    database: {
      ...bench.database,
      reconcileIds: async (_: unknown, keys: AsyncIterable<readonly string[]>) => {
        for await (const page of keys) told.push(...page);
        await bench.database.query(
          "insert into sillage.asset_state (asset, materialisation_id, rows) values ('t', '01M', 3)",
        );
        return { vanished, restored: 0, absent: 5, missed: 3, days: [] };
      },
    },
  };
  await runActivity(createReconcileIds(deps), {
    table: "t",
    after: parts === undefined ? { loadId: "01A", whole: true } : null,
    ...(parts && { parts }),
  });
  await bench.database.close();
  return told;
}

test("a run for other parts compares no ids; one for ids alone does, after no load", async () => {
  expect(await compared([columnOf("id", { key: 1 })], ["7"], { parts: ["history"] })).toEqual([]);
  expect(await compared([columnOf("id", { key: 1 })], ["7"], { parts: ["ids"], vanished: 1 })).toEqual(["7"]);
});

test("listed ids are compared as their column holds them", async () => {
  const code = columnOf("code", { key: 1, type: { kind: "code", length: 5, pad: 5, trim: true } });
  expect(await compared([code], ["1000 ", "59350"])).toEqual(["01000", "59350"]);
});

test("an id that does not fit, or names several columns, is compared as it came", async () => {
  expect(await compared([columnOf("id", { key: 1 })], ["7", "x"])).toEqual(["7", "x"]);
  expect(await compared([columnOf("a", { key: 1 }), columnOf("b", { key: 2 })], ["1:02"])).toEqual(["1:02"]);
});

test("rows that vanished, came back or were missed are counted as drift of their table, nothing too", async () => {
  const metrics = memoryMetrics();
  await compared([columnOf("id", { key: 1 })], ["7"], { metrics, vanished: 2 });
  expect(metrics.told).toEqual([
    { name: "drift_found_total", table: "t", kind: "vanished", by: 2 },
    { name: "drift_found_total", table: "t", kind: "restored", by: 0 },
    { name: "drift_found_total", table: "t", kind: "missed", by: 3 },
  ]);
});

test("what a reconciliation changed is told to the entity, so that dependants learn of it; what it left alone is not", async () => {
  const entities = memoryAssetEntities();
  await compared([columnOf("id", { key: 1 })], ["7"], { entities });
  expect(entities.states.size).toBe(0);
  await compared([columnOf("id", { key: 1 })], ["7"], { entities, vanished: 2 });
  expect(entities.states.get("t")).toMatchObject({ recent: [{ id: "01M", rows: 3, load: "01A" }], freshAt: null });
});
