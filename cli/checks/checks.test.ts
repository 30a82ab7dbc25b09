import { expect, test } from "vitest";
import { tableOf } from "../../test/fakes/specs.ts";
import { toKeptResults } from "../../db/declare/kept-result.ts";
import { listLines, listOf } from "./list-checks.ts";
import { trendLines, trendsOf } from "./show-checks.ts";

const orders = tableOf("orders", {
  checks: [
    { kind: "rowCount", atLeast: 2, atMost: null, name: "row_count", severity: "block" },
    { kind: "unique", columns: ["id"], name: "unique(id)", severity: "warn" },
  ],
});
const row = (figure: number, state: string, at: string) => ({
  asset: "orders",
  check_name: "row_count",
  kind: "rowCount",
  at,
  severity: "block",
  state,
  figure,
  bound: "at least 2",
  failing: null,
  cause: "run/nightly-1",
});
const results = toKeptResults([
  row(1, "failed", "2026-11-03T02:20:00.000Z"),
  row(5, "passed", "2026-11-02T02:20:00.000Z"),
  { ...row(0, "failed", "2026-11-01T02:20:00.000Z"), check_name: "declared no more", failing: "3" },
]);

test("every declared check is listed with its last result, one that was never measured too, and none that is declared no more", () => {
  expect(listOf([orders, tableOf("sites")], results)).toEqual([
    {
      asset: "orders",
      check: "row_count",
      severity: "block",
      state: "failed",
      figure: 1,
      bound: "at least 2",
      failing: null,
      at: "2026-11-03T02:20:00.000Z",
    },
    {
      asset: "orders",
      check: "unique(id)",
      severity: "warn",
      state: null,
      figure: null,
      bound: null,
      failing: null,
      at: null,
    },
  ]);
  expect(listLines(listOf([orders], results)).slice(2)).toEqual([
    "orders  row_count   blocks       failed            1       at least 2  –             2026-11-03T02:20:00.000Z",
    "orders  unique(id)  warns        not measured yet  –       –           –             –",
  ]);
  expect(listLines([])).toEqual(["There is none."]);
});

test("a trend says the last result in words, and figures from the oldest on", () => {
  const trends = trendsOf(orders, results);
  expect(trendLines("orders", trends)).toEqual([
    "row_count (blocks): failed: 1, at least 2; 2026-11-03T02:20:00.000Z, run/nightly-1",
    "  5 1!",
    "unique(id) (warns): not measured yet",
  ]);
  expect(trendLines("sites", [])).toEqual(["sites has no checks."]);
});

test("failing rows are told where a check counts them", () => {
  const [trend] = trendsOf(orders, results);
  expect(
    trendLines("orders", trend === undefined ? [] : [{ ...trend, results: [{ ...results[0]!, failing: 3 }] }])[0],
  ).toBe("row_count (blocks): failed: 1, at least 2, 3 failing rows; 2026-11-03T02:20:00.000Z, run/nightly-1");
});
