import { expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { ageOf } from "./age-of.ts";
import { freshnessOf } from "./freshness-of.ts";

const orders = deployment.graph.asset("orders");
const now = Date.parse("2026-07-04T03:00:00.000Z");

test.each([
  ["2026-07-03T01:00:00.001Z", "fresh"],
  ["2026-07-03T01:00:00.000Z", "late"],
])("orders promise 26 hours: loaded through %s they are %s", (loadedThrough, expected) =>
  expect(freshnessOf(orders, loadedThrough, now)).toBe(expected),
);

test("what was never loaded, and what promises nothing, is neither fresh nor late", () => {
  const { freshness: _, ...silent } = orders;
  expect([freshnessOf(orders, null, now), freshnessOf(silent, "2020-01-01T00:00:00.000Z", now)]).toEqual([null, null]);
});

test("data is as old as the time since the instant it is as of; where nobody knows that, of no age", () => {
  const asOf = "2026-07-03T01:00:00.000Z";
  expect([ageOf(asOf, new Date("2026-07-03T01:00:02.500Z")), ageOf(null, new Date(0))]).toEqual([2_500, null]);
});
