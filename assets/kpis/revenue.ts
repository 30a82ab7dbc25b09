import { and, asc, date, eq, grain, gte, int, kpi, lt, money, period, sql, sumMoney } from "../../index.ts";
import { revenueDaily } from "../marts/revenue-daily.ts";

/** Sales by period: gross, net of VAT, and the lines' quantity. */
export const revenue = kpi("revenue", {
  summary: "Revenue by period",
  doc: "Sales by period, gross and net of VAT. Cancelled orders and deleted rows count nowhere.",
  deps: { revenueDaily },
  params: { grain: grain() },
  row: { period: date(), gross: money(), netOfVat: money(), days: int() },
  rows: ({ revenueDaily }, { from, to, site, grain, q }) =>
    q
      .select({
        period: period(grain, revenueDaily.day),
        gross: sumMoney(revenueDaily.gross),
        netOfVat: sumMoney(revenueDaily.net),
        days: sql<number>`cast(count(distinct ${revenueDaily.day}) as integer)`,
      })
      .from(revenueDaily)
      .where(
        and(
          gte(revenueDaily.day, from),
          lt(revenueDaily.day, to),
          site === undefined ? undefined : eq(revenueDaily.siteId, site),
        ),
      )
      .groupBy(period(grain, revenueDaily.day))
      .orderBy(asc(period(grain, revenueDaily.day))),
});
