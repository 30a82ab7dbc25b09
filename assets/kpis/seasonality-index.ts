import { choice, decimal, int, kpi, noMoney, sql, sumMoney, type Query } from "../../index.ts";
import { isGivenBack, isOpen, isSold, type Which } from "../in-range.ts";
import { ordersDaily } from "../marts/orders-daily.ts";
import { refundsDaily } from "../marts/refunds-daily.ts";
import { siteDays } from "../tables/site-days.ts";

type Tables = {
  readonly ordersDaily: typeof ordersDaily.open;
  readonly refundsDaily: typeof refundsDaily.open;
  readonly siteDays: typeof siteDays.open;
};

/** What days came to, each source's days added up first: which unit a day is of is reckoned once for each, not once for each row. */
function amounts(q: Query, { ordersDaily, refundsDaily, siteDays }: Tables, which: Which) {
  const open = q
    .select({ day: siteDays.date, net: noMoney() })
    .from(siteDays)
    .where(isOpen(siteDays, which))
    .groupBy(siteDays.date);
  const sales = q
    .select({ day: ordersDaily.day, net: sumMoney(ordersDaily.net) })
    .from(ordersDaily)
    .where(isSold(ordersDaily, which))
    .groupBy(ordersDaily.day);
  const returns = q
    .select({ day: refundsDaily.day, net: sql<string>`-${sumMoney(refundsDaily.net)}` })
    .from(refundsDaily)
    .where(isGivenBack(refundsDaily, which))
    .groupBy(refundsDaily.day);
  return open.unionAll(sales).unionAll(returns).as("all");
}

/** How a month or a week of the year compares with the mean one, over some seasons of equal weight. */
export const seasonalityIndex = kpi("seasonality-index", {
  summary: "Seasonality index",
  doc: "How a month (1–12) or an ISO week (1–53) of the year compares with the mean one: `index` 100 is the mean. Each season (calendar year) weighs the same: the index is of the mean of the unit's shares of its season's sales without VAT after refunds. `seasons` are those in which the unit was open or sold. Three seasons up to `to` unless told.",
  deps: { ordersDaily, refundsDaily, siteDays },
  params: { grain: choice(["month", "week"], "Unit of the year.") },
  row: { unit: int(), index: decimal(18, 2).nullable(), seasons: int() },
  order: ["unit"],
  seasonsByDefault: 3,
  compared: { by: ["unit"], of: "index" },
  example: {
    asks: { from: "2024-01-01", to: "2027-01-01" },
    rows: [
      { unit: 7, index: 251.18, seasons: 3, delta: 0.0092 },
      { unit: 12, index: null, seasons: 0, delta: null },
    ],
  },
  rows: (tables, { grain, q, ...which }) => {
    const all = amounts(q, tables, which);
    const placed = q
      .select({
        season: q.period("season", all.day).as("season"),
        unit: q.unitOfYear(grain, all.day).as("unit"),
        net: all.net,
      })
      .from(all)
      .as("placed");
    const units = q
      .select({
        season: sql<string>`${placed.season}`.as("season"),
        unit: sql<number>`${placed.unit}`.as("unit"),
        net: sumMoney(placed.net).as("net"),
      })
      .from(placed)
      .groupBy(placed.season, placed.unit)
      .as("units");
    const shares = q
      .select({
        unit: units.unit,
        season: units.season,
        share: sql<
          string | null
        >`cast(${units.net} / nullif(cast(sum(${units.net}) over (partition by ${units.season}) as decimal(18,2)), 0) as decimal(18,10))`.as(
          "share",
        ),
      })
      .from(units)
      .as("shares");
    const sums = q
      .select({
        unit: sql<number>`${shares.unit}`.as("unit"),
        share: sql<string | null>`cast(sum(${shares.share}) as decimal(18,10))`.as("share"),
        seasons: sql<number>`cast(count(*) as integer)`.as("seasons"),
      })
      .from(shares)
      .groupBy(shares.unit)
      .as("sums");
    return q
      .select({
        unit: sums.unit,
        // All shares add up to the number of seasons that sold anything, so their mean over the units needs no second look at them.
        index: sql<
          string | null
        >`cast(100 * ${sums.share} * cast(count(*) over () as decimal(6,0)) / nullif(cast(sum(${sums.share}) over () as decimal(18,10)), 0) as decimal(18,2))`,
        seasons: sums.seasons,
      })
      .from(sums);
  },
});
