import {
  and,
  date,
  eq,
  grain,
  int,
  isNull,
  kpi,
  money,
  ne,
  noMoney,
  quantity,
  rate,
  rateOf,
  sql,
  sumMoney,
  text,
  type Query,
} from "../../index.ts";
import { inRange, isOpen, type Grain, type Which } from "../in-range.ts";
import { everyProduct, refundsDaily } from "../marts/refunds-daily.ts";
import { revenueDaily } from "../marts/revenue-daily.ts";
import { activities } from "../tables/activities.ts";
import { products } from "../tables/products.ts";
import { siteDays } from "../tables/site-days.ts";

const noQuantity = () => sql<string>`cast(0 as decimal(18,3))`;

type Tables = {
  readonly revenueDaily: typeof revenueDaily.open;
  readonly refundsDaily: typeof refundsDaily.open;
  readonly siteDays: typeof siteDays.open;
  readonly activities: typeof activities.open;
  readonly products: typeof products.open;
};

/** One row an open activity, an amount sold or refunded: period, activity (0 for none), kind of product where there is none, amounts. */
function ofActivities(
  q: Query,
  { revenueDaily, refundsDaily, siteDays, activities, products }: Tables,
  { grain, ...which }: Which & { readonly grain: Grain },
) {
  const none = sql<number | null>`cast(null as integer)`;
  const open = q
    .select({
      period: q.period(grain, siteDays.date),
      product: none,
      activity: sql<number | null>`${activities.id}`,
      net: noMoney(),
      quantity: noQuantity(),
    })
    .from(siteDays)
    .innerJoin(activities, and(eq(activities.siteId, siteDays.siteId), isNull(activities.deletedAt)))
    .where(isOpen(siteDays, which));
  const sales = q
    .select({
      period: q.period(grain, revenueDaily.day),
      product: sql<number | null>`${revenueDaily.productId}`,
      activity: none,
      net: sql<string>`${revenueDaily.net}`,
      quantity: sql<string>`cast(${revenueDaily.quantity} as decimal(18,3))`,
    })
    .from(revenueDaily)
    .where(inRange(revenueDaily, which));
  const returns = q
    .select({
      period: q.period(grain, refundsDaily.day),
      product: sql<number | null>`${refundsDaily.productId}`,
      activity: none,
      net: sql<string>`-${refundsDaily.net}`,
      quantity: noQuantity(),
    })
    .from(refundsDaily)
    .where(and(inRange(refundsDaily, which), ne(refundsDaily.productId, everyProduct)));
  const all = open.unionAll(sales).unionAll(returns).as("all");
  const activity = sql<number>`coalesce(${all.activity}, ${products.activityId}, 0)`;
  const kind = sql<
    string | null
  >`case when coalesce(${all.activity}, ${products.activityId}) is null then coalesce(${products.kind}, 'unknown') end`;
  return q
    .select({
      period: all.period,
      activity: activity.as("activity"),
      kind: kind.as("kind"),
      net: all.net,
      quantity: all.quantity,
    })
    .from(all)
    .leftJoin(products, eq(products.id, all.product))
    .as("placed");
}

/** Sales of each activity by period; what belongs to no activity is under its kind of product. */
export const revenueByActivity = kpi("revenue-by-activity", {
  summary: "Revenue by activity",
  doc: "Sales of each activity by period: `netOfVat` without VAT after refunds, `quantity` sold, `share` of the period. What belongs to no activity (food, passes …) has activity 0 and its kind as category. An activity without sales is 0 while its base is open.",
  deps: { revenueDaily, refundsDaily, siteDays, activities, products },
  params: { grain: grain() },
  row: {
    period: date(),
    activity: int(),
    name: text(80),
    category: text(40),
    netOfVat: money(),
    quantity: quantity(),
    share: rate().nullable(),
  },
  order: ["period", "category", "activity"],
  compared: { by: ["period", "category", "activity"], of: "netOfVat" },
  example: {
    rows: [
      {
        period: "2026-06-01",
        activity: 3,
        name: "Aquaparc",
        category: "aquapark",
        netOfVat: 61_208.3,
        quantity: 3_866,
        share: 0.4014,
        delta: 0.118,
      },
      {
        period: "2026-06-01",
        activity: 0,
        name: "food",
        category: "food",
        netOfVat: 14_870,
        quantity: 2_181,
        share: 0.0975,
        delta: null,
      },
    ],
  },
  rows: ({ revenueDaily, refundsDaily, siteDays, activities, products }, { grain, q, ...which }) => {
    const placed = ofActivities(q, { revenueDaily, refundsDaily, siteDays, activities, products }, { ...which, grain });
    const totals = q
      .select({
        period: sql<string>`${placed.period}`.as("period"),
        activity: sql<number>`${placed.activity}`.as("activity"),
        kind: sql<string | null>`${placed.kind}`.as("kind"),
        net: sumMoney(placed.net).as("net"),
        quantity: sql<string>`cast(sum(${placed.quantity}) as decimal(12,3))`.as("quantity"),
      })
      .from(placed)
      .groupBy(placed.period, placed.activity, placed.kind)
      .as("totals");
    return q
      .select({
        period: totals.period,
        activity: totals.activity,
        name: sql<string>`coalesce(${activities.name}, ${totals.kind}, 'unknown')`,
        category: sql<string>`coalesce(${activities.category}, ${totals.kind}, 'unknown')`,
        netOfVat: sql<string>`${totals.net}`,
        quantity: sql<string>`${totals.quantity}`,
        share: rateOf(totals.net, sql`sum(${totals.net}) over (partition by ${totals.period})`),
      })
      .from(totals)
      .leftJoin(activities, eq(activities.id, totals.activity));
  },
});
