import { expect, test } from "vitest";
import { demoLines } from "./demo-report.ts";

test("amounts are shown with two decimals, point under point", () => {
  const row = { period: "2026-05-01", gross: 23420.5, refunds: 0, netOfVat: 19517, orders: 12, delta: null };
  const lines = demoLines(
    { initial: undefined, nightly: { job: "nightly", steps: [] }, tables: [], equal: true } as never,
    [{ key: "revenue", dataAsOf: null, rows: [row, { ...row, gross: 0.1, orders: 3 }] }],
    null,
    {},
  );
  const start = lines.indexOf("revenue, data as of –");
  expect(lines.slice(start, start + 5)).toEqual([
    "revenue, data as of –",
    "period         gross  refunds  netOfVat  orders  delta",
    "──────────  ────────  ───────  ────────  ──────  ─────",
    "2026-05-01  23420.50     0.00  19517.00      12  –",
    "2026-05-01      0.10     0.00  19517.00       3  –",
  ]);
});
