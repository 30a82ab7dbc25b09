import { expect, test } from "vitest";
import { KpiTruth } from "../../test/harness/kpi-truth.ts";
import { World } from "./world.ts";

const world = new World(7, "small");
const refunds = world.shelf("refunds").sorted();
const orderOf = (id: unknown) => world.shelf("orders").get(String(id));

test("orders that are kept are refunded, in part or charged back, after the sale and never beyond its total", () => {
  const kept = refunds.filter((refund) => refund["reason"] !== "cancelled");
  expect(new Set(kept.map((refund) => refund["reason"]))).toEqual(new Set(["goodwill", "chargeback"]));
  for (const { order_id: id, reason, amount, refunded_at: at } of kept) {
    const order = orderOf(id);
    expect(Date.parse(String(at))).toBeGreaterThanOrEqual(Date.parse(String(order?.["opened_at"])));
    expect(Number(amount)).toBeGreaterThan(0);
    if (reason === "chargeback") expect(amount).toBe(order?.["total"]);
    else expect(Number(amount)).toBeLessThan(Number(order?.["total"]));
  }
});

test("no order is refunded twice", () => {
  expect(new Set(refunds.map((refund) => refund["order_id"])).size).toBe(refunds.length);
});

test("a vendor of any size has refunds in its revenue of the season", () => {
  const tiny = new World(7, "tiny");
  for (const each of [world, tiny]) {
    const truth = new KpiTruth((table) => each.shelf(table).sorted());
    const [season] = truth.revenue({ from: "2026-01-01", to: "2027-01-01", grain: "year" });
    expect(Number(season?.refunds)).toBeGreaterThan(0);
    expect(Number(season?.refunds)).toBeLessThan(Number(season?.gross) / 20);
  }
});
