import { expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { freshnessOf } from "./freshness-of.ts";

const orders = deployment.graph.asset("orders");
const now = Date.parse("2026-07-04T03:00:00.000Z");

test.each([
  ["2026-07-03T01:00:00.000Z", "fresh"],
  ["2026-07-03T00:59:59.999Z", "late"],
])("orders promise 26 hours: loaded through %s they are %s", (loadedThrough, expected) =>
  expect(freshnessOf(orders, loadedThrough, now)).toBe(expected),
);

test("what was never loaded, and what promises nothing, is neither fresh nor late", () => {
  const { freshness: _, ...silent } = orders;
  expect([freshnessOf(orders, null, now), freshnessOf(silent, "2020-01-01T00:00:00.000Z", now)]).toEqual([null, null]);
});
