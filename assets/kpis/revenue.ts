import { and, asInt, choice, date, eq, grain, int, kpi, money, noMoney, sql, sumInt, sumMoney } from "../../index.ts";
import { inRange, isGivenBack, isOpen } from "../in-range.ts";
import { ordersDaily } from "../marts/orders-daily.ts";
import { refundsDaily } from "../marts/refunds-daily.ts";
import { products } from "../tables/products.ts";
import { siteDays } from "../tables/site-days.ts";

/** Sales by period, refunds taken away. A period without sales is there when a base was open in it. */
export const revenue = kpi("revenue", {
  summary: "Revenue by period",
  doc: "Sales by period: `gross` with VAT before refunds, `refunds` by the day they were made, `netOfVat` without VAT after refunds, `orders` sold. A period without sales is 0 when a base was open in it, absent when all were closed. Cancelled orders (with their refunds) and deleted rows count nowhere. `delta` is the change of `netOfVat` as a share of that of the time compared with.",
  deps: { refundsDaily, ordersDaily, products, siteDays },
  params: {
    grain: grain(),
    kind: choice(
      ["all", "session", "pass", "rental", "food", "merch", "gift_card"],
      "Kind of product; a refund counts for the share of its order's lines, and kinds add up to all.",
    ),
  },
  row: { period: date(), gross: money(), refunds: money(), netOfVat: money(), orders: int() },
  order: ["period"],
  compared: { by: ["period"], of: "netOfVat" },
  example: {
    asks: { to: "2026-09-01" },
    rows: [
      { period: "2026-06-01", gross: 184_210.5, refunds: 1_240, netOfVat: 152_480.12, orders: 5_321, delta: 0.0412 },
      { period: "2026-07-01", gross: 311_904, refunds: 2_018.5, netOfVat: 258_190.4, orders: 8_842, delta: 0.0275 },
      { period: "2026-08-01", gross: 342_118.9, refunds: 1_870, netOfVat: 283_512.66, orders: 9_507, delta: -0.0138 },
    ],
  },
  rows: ({ refundsDaily, ordersDaily, products, siteDays }, { kind, grain, q, ...which }) => {
    const none = { gross: noMoney(), refunds: noMoney(), netOfVat: noMoney(), orders: asInt(0) };
    const open = q
      .select({ period: q.period(grain, siteDays.date), ...none })
      .from(siteDays)
      .where(isOpen(siteDays, which));
    const sales = q
      .select({
        period: q.period(grain, ordersDaily.day),
        ...none,
        gross: sumMoney(ordersDaily.gross),
        netOfVat: sumMoney(ordersDaily.net),
        orders: sumInt(ordersDaily.orders),
      })
      .from(ordersDaily)
      .where(and(inRange(ordersDaily, which), eq(ordersDaily.kind, kind)))
      .groupBy(q.period(grain, ordersDaily.day));
    const returned = q
      .select({
        period: q.period(grain, refundsDaily.day),
        ...none,
        refunds: sumMoney(refundsDaily.amount),
        netOfVat: sql<string>`-${sumMoney(refundsDaily.net)}`,
      })
      .from(refundsDaily)
      .groupBy(q.period(grain, refundsDaily.day))
      .$dynamic();
    const returns =
      kind === "all"
        ? returned.where(isGivenBack(refundsDaily, which))
        : returned
            .innerJoin(products, eq(products.id, refundsDaily.productId))
            .where(and(inRange(refundsDaily, which), eq(products.kind, kind)));
    const all = open.unionAll(sales).unionAll(returns).as("all");
    return q
      .select({
        period: sql<string>`${all.period}`,
        gross: sumMoney(all.gross),
        refunds: sumMoney(all.refunds),
        netOfVat: sumMoney(all.netOfVat),
        orders: sumInt(all.orders),
      })
      .from(all)
      .groupBy(all.period);
  },
});
