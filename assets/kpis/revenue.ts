import {
  and,
  asInt,
  choice,
  countDistinct,
  date,
  eq,
  grain,
  gte,
  int,
  isNull,
  kpi,
  lt,
  money,
  noMoney,
  sql,
  sumInt,
  sumMoney,
} from "../../index.ts";
import { revenueDaily } from "../marts/revenue-daily.ts";
import { between, refunded, sold } from "../sales.ts";
import { orderLines } from "../tables/order-lines.ts";
import { orders } from "../tables/orders.ts";
import { products } from "../tables/products.ts";
import { refunds } from "../tables/refunds.ts";
import { siteDays } from "../tables/site-days.ts";

/** Sales by period, refunds taken away. A period without sales is there when a base was open in it. */
export const revenue = kpi("revenue", {
  summary: "Revenue by period",
  doc: "Sales by period: `gross` with VAT before refunds, `refunds` by the day they were made, `netOfVat` without VAT after refunds, `orders` sold. A period without sales is 0 when a base was open in it, absent when all were closed. Cancelled orders (with their refunds) and deleted rows count nowhere. `delta` is the change of `netOfVat` as a share of that of the time compared with.",
  deps: { revenueDaily, orders, orderLines, products, refunds, siteDays },
  params: {
    grain: grain(),
    kind: choice(
      ["all", "session", "pass", "rental", "food", "merch", "gift_card"],
      "Kind of product; a refund counts for the share of its order's lines.",
    ),
  },
  row: { period: date(), gross: money(), refunds: money(), netOfVat: money(), orders: int() },
  order: ["period"],
  compared: { by: ["period"], of: "netOfVat" },
  rows: ({ revenueDaily, siteDays, ...tables }, { from, to, site, kind, grain, q }) => {
    const lines = sold(q, tables, { days: between({ from, to }), site, kind });
    const back = refunded(q, tables, { days: between({ from, to }), site, kind });
    const none = { gross: noMoney(), refunds: noMoney(), netOfVat: noMoney(), orders: asInt(0) };
    const open = q
      .select({ period: q.period(grain, siteDays.date), ...none })
      .from(siteDays)
      .where(
        and(
          eq(siteDays.open, true),
          isNull(siteDays.deletedAt),
          gte(siteDays.date, from),
          lt(siteDays.date, to),
          site === undefined ? undefined : eq(siteDays.siteId, site),
        ),
      );
    const sales = q
      .select({
        period: q.period(grain, revenueDaily.day),
        ...none,
        gross: sumMoney(revenueDaily.gross),
        netOfVat: sumMoney(revenueDaily.net),
      })
      .from(revenueDaily)
      .leftJoin(tables.products, eq(tables.products.id, revenueDaily.productId))
      .where(
        and(
          gte(revenueDaily.day, from),
          lt(revenueDaily.day, to),
          site === undefined ? undefined : eq(revenueDaily.siteId, site),
          kind === "all" ? undefined : eq(tables.products.kind, kind),
        ),
      )
      .groupBy(q.period(grain, revenueDaily.day));
    const baskets = q
      .select({ period: q.period(grain, lines.day), ...none, orders: countDistinct(lines.orderId) })
      .from(lines)
      .groupBy(q.period(grain, lines.day));
    const returns = q
      .select({
        period: q.period(grain, back.day),
        ...none,
        refunds: sumMoney(back.amount),
        netOfVat: sql<string>`-${sumMoney(back.net)}`,
      })
      .from(back)
      .groupBy(q.period(grain, back.day));
    const all = open.unionAll(sales).unionAll(baskets).unionAll(returns).as("all");
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
