import { expect, test } from "vitest";
import { nearNames } from "./near-names.ts";

const assets = ["clients", "client_addresses", "sites", "site_days", "revenue_daily", "orders"];

test.each([
  ["cleints", ["clients"]],
  ["client", ["clients", "client_addresses"]],
  ["revenue", ["revenue_daily"]],
  ["site", ["sites", "site_days"]],
  ["my_orders", ["orders"]],
  ["xyz", []],
  ["", []],
])("%j may be meant for %j", (name, near) => {
  expect(nearNames(name, assets)).toEqual(near);
});

test("five names are told at most", () => {
  expect(nearNames("abc", ["abcd", "abce", "abcf", "abcg", "abch", "abci"])).toHaveLength(5);
});
