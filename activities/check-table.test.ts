import { expect, test } from "vitest";
import { assetGraph } from "../core/graph/asset-graph.ts";
import type { CheckResult } from "../core/check/check-result.ts";
import type { Database } from "../core/ports/database.ts";
import { memoryAssetEntities } from "../test/fakes/memory-asset-entities.ts";
import { specOf, tableOf } from "../test/fakes/specs.ts";
import { runActivity } from "../test/harness/run-activity.ts";
import { createCheckTable } from "./check-table.ts";

const result = (check: string, over: Partial<CheckResult> = {}): CheckResult => ({
  check,
  kind: "rowCount",
  severity: "warn",
  state: "failed",
  figure: 1,
  bound: "at least 2",
  failing: null,
  ...over,
});

test("a table is measured for its cause by the clock that rules, and its entity is told what failed", async () => {
  const asked: unknown[] = [];
  const results = [result("a"), result("b", { severity: "block" }), result("c", { state: "passed" })];
  const database = {
    checkTable: async (table: { key: string }, ...more: unknown[]) => {
      asked.push([table.key, ...more]);
      return results;
    },
  } as unknown as Database;
  const entities = memoryAssetEntities();
  const checkTable = createCheckTable({
    graph: assetGraph(specOf({ tables: [tableOf("orders")] })),
    database,
    entities,
    clock: { now: () => new Date("2026-11-25T02:20:00Z") },
  });
  const report = { warned: ["a: 1, at least 2"], blocked: ["b: 1, at least 2"] };
  expect(await runActivity(() => checkTable({ table: "orders", cause: "run/1" }))).toEqual(report);
  expect(asked).toEqual([["orders", "run/1", "2026-11-25T02:20:00.000Z"]]);
  expect(entities.states.get("orders")?.checks).toEqual(report);
});
