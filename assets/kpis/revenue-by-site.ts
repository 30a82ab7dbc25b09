import {
  asInt,
  choice,
  countRows,
  eq,
  int,
  kpi,
  money,
  noMoney,
  perEach,
  rate,
  rateOf,
  sql,
  sumInt,
  sumMoney,
  text,
} from "../../index.ts";
import { isGivenBack, isOpen, isSold } from "../in-range.ts";
import { ordersDaily } from "../marts/orders-daily.ts";
import { refundsDaily } from "../marts/refunds-daily.ts";
import { siteDays } from "../tables/site-days.ts";
import { sites } from "../tables/sites.ts";

/** Sales of each base, ranked, with its share of all and what an open day brought. */
export const revenueBySite = kpi("revenue-by-site", {
  summary: "Revenue by site",
  doc: "Sales of each base, ranked by `sort`: `netOfVat` without VAT after refunds, `share` of all bases, `openDays`, `perOpenDay` (null without an open day). A base that neither opened nor sold is absent. `delta` with `compare=previous_year` is the change year over year.",
  deps: { ordersDaily, refundsDaily, siteDays, sites },
  params: { sort: choice(["net", "per_open_day", "site"], "What bases are ranked by; `site` is their number.") },
  row: {
    rank: int(),
    site: int(),
    name: text(80),
    netOfVat: money(),
    share: rate().nullable(),
    openDays: int(),
    perOpenDay: money().nullable(),
  },
  order: ["rank"],
  compared: { by: ["site"], of: "netOfVat" },
  example: {
    rows: [
      {
        rank: 1,
        site: 1,
        name: "Base 1",
        netOfVat: 98_412.4,
        share: 0.6454,
        openDays: 30,
        perOpenDay: 3_280.41,
        delta: 0.061,
      },
      {
        rank: 2,
        site: 2,
        name: "Base 2",
        netOfVat: 54_067.72,
        share: 0.3546,
        openDays: 28,
        perOpenDay: 1_930.99,
        delta: null,
      },
    ],
  },
  rows: ({ ordersDaily, refundsDaily, siteDays, sites }, { sort, q, ...which }) => {
    const open = q
      .select({ site: siteDays.siteId, openDays: countRows(), net: noMoney() })
      .from(siteDays)
      .where(isOpen(siteDays, which))
      .groupBy(siteDays.siteId);
    const sales = q
      .select({ site: ordersDaily.siteId, openDays: asInt(0), net: sumMoney(ordersDaily.net) })
      .from(ordersDaily)
      .where(isSold(ordersDaily, which))
      .groupBy(ordersDaily.siteId);
    const returns = q
      .select({ site: refundsDaily.siteId, openDays: asInt(0), net: sql<string>`-${sumMoney(refundsDaily.net)}` })
      .from(refundsDaily)
      .where(isGivenBack(refundsDaily, which))
      .groupBy(refundsDaily.siteId);
    const all = open.unionAll(sales).unionAll(returns).as("all");
    const totals = q
      .select({
        site: sql<number>`${all.site}`.as("site"),
        openDays: sumInt(all.openDays).as("open_days"),
        net: sumMoney(all.net).as("net"),
      })
      .from(all)
      .groupBy(all.site)
      .as("totals");
    const first = {
      net: sql`${totals.net} desc, `,
      per_open_day: sql`coalesce(${perEach(totals.net, totals.openDays)}, 0) desc, `,
      site: sql``,
    }[sort];
    return q
      .select({
        rank: sql<number>`cast(row_number() over (order by ${first}${totals.site} asc) as integer)`,
        site: totals.site,
        name: sql<string>`coalesce(${sites.name}, 'unknown')`,
        netOfVat: sql<string>`${totals.net}`,
        share: rateOf(totals.net, sql`sum(${totals.net}) over ()`),
        openDays: sql<number>`${totals.openDays}`,
        perOpenDay: perEach(totals.net, totals.openDays),
      })
      .from(totals)
      .leftJoin(sites, eq(sites.id, totals.site));
  },
});
