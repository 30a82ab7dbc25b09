import {
  choice,
  code,
  decimal,
  eq,
  int,
  kpi,
  money,
  perEach,
  percentileDisc,
  sql,
  sumInt,
  text,
  weightOf,
  weightUpTo,
  type Query,
} from "../../index.ts";
import { inRange, type Which } from "../in-range.ts";
import { basketsDaily } from "../marts/baskets-daily.ts";
import { sites } from "../tables/sites.ts";

/** Distinct amounts of each channel or base: orders and lines of each, and how many orders come to no more. */
function rankedBaskets(
  q: Query,
  table: typeof basketsDaily.open,
  { by, ...which }: Which & { readonly by: "channel" | "site" },
) {
  const key = { channel: table.channel, site: table.siteId }[by];
  const amounts = q
    .select({
      key: sql<string | number>`${key}`.as("key"),
      site: sql<number>`min(${table.siteId})`.as("site"),
      basket: table.basket,
      orders: sumInt(table.orders).as("orders"),
      lines: sumInt(table.lines).as("lines"),
    })
    .from(table)
    .where(inRange(table, which))
    .groupBy(key, table.basket)
    .as("amounts");
  return q
    .select({
      key: amounts.key,
      site: amounts.site,
      basket: amounts.basket,
      orders: amounts.orders,
      lines: amounts.lines,
      upTo: weightUpTo(amounts.orders, amounts.key, amounts.basket).as("up_to"),
      whole: weightOf(amounts.orders, amounts.key).as("whole"),
    })
    .from(amounts)
    .as("ranked");
}

/** What an order comes to, by channel or base: mean, median and 90th percentile. */
export const averageBasket = kpi("average-basket", {
  summary: "Average basket",
  doc: "What an order comes to, VAT included and before refunds, by the channel of its booking (`walk_in` without one) or by base: `mean`, `median`, `p90` (amounts that orders have: the least up to which half, or 90 %, of them lie) and `linesPerOrder`. `key` is the channel, or the base's number.",
  deps: { basketsDaily, sites },
  params: { by: choice(["channel", "site"], "What orders are grouped by.") },
  row: {
    key: code(20),
    name: text(80),
    orders: int(),
    mean: money().nullable(),
    median: money(),
    p90: money(),
    linesPerOrder: decimal(18, 2).nullable(),
  },
  order: ["key"],
  compared: { by: ["key"], of: "mean" },
  example: {
    rows: [
      {
        key: "walk_in",
        name: "walk_in",
        orders: 2_204,
        mean: 21.37,
        median: 19,
        p90: 42,
        linesPerOrder: 1.62,
        delta: 0.0218,
      },
      { key: "web", name: "web", orders: 3_117, mean: 58.9, median: 57, p90: 99, linesPerOrder: 2.81, delta: -0.0046 },
    ],
  },
  rows: ({ basketsDaily, sites }, { by, q, ...which }) => {
    const ranked = rankedBaskets(q, basketsDaily, { ...which, by });
    const totals = q
      .select({
        key: sql<string | number>`${ranked.key}`.as("key"),
        site: sql<number>`min(${ranked.site})`.as("site"),
        orders: sumInt(ranked.orders).as("orders"),
        mean: perEach(sql`sum(${ranked.basket} * ${ranked.orders})`, sql`sum(${ranked.orders})`).as("mean"),
        median: percentileDisc<string>(50, ranked.basket, ranked).as("median"),
        p90: percentileDisc<string>(90, ranked.basket, ranked).as("p90"),
        linesPerOrder: perEach(sql`sum(${ranked.lines})`, sql`sum(${ranked.orders})`).as("lines_per_order"),
      })
      .from(ranked)
      .groupBy(ranked.key)
      .as("totals");
    const key = by === "site" ? sql<string>`cast(${totals.key} as varchar(20))` : sql<string>`${totals.key}`;
    return q
      .select({
        key,
        name: by === "site" ? sql<string>`coalesce(${sites.name}, 'unknown')` : key,
        orders: totals.orders,
        mean: totals.mean,
        median: totals.median,
        p90: totals.p90,
        linesPerOrder: totals.linesPerOrder,
      })
      .from(totals)
      .leftJoin(sites, eq(sites.id, totals.site));
  },
});
