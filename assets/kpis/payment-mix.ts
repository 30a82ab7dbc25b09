import { date, grain, kpi, money, noMoney, rate, rateOf, sql, sumMoney, text } from "../../index.ts";
import { inRange, openPeriods } from "../in-range.ts";
import { paymentsDaily } from "../marts/payments-daily.ts";
import { siteDays } from "../tables/site-days.ts";

/** What was paid by which method, by period, and what went back. */
export const paymentMix = kpi("payment-mix", {
  summary: "Payment mix",
  doc: "What was paid by which method: `amount` received by the day of payment, `refunds` by the day they were made and the method of their payment, `net` of both, `share` of the period's `net`. Holiday vouchers are `cheque_vacances`. Payments that failed or wait and those of cancelled orders (with their refunds) count nowhere. A method of the range is 0 in a period in which a base was open.",
  deps: { paymentsDaily, siteDays },
  params: { grain: grain() },
  row: {
    period: date(),
    method: text(20),
    amount: money(),
    refunds: money(),
    net: money(),
    share: rate().nullable(),
  },
  order: ["period", "method"],
  compared: { by: ["period", "method"], of: "net" },
  example: {
    rows: [
      {
        period: "2026-06-01",
        method: "card",
        amount: 142_906.4,
        refunds: 1_020,
        net: 141_886.4,
        share: 0.7754,
        delta: 0.0516,
      },
      {
        period: "2026-06-01",
        method: "cheque_vacances",
        amount: 41_304.1,
        refunds: 220,
        net: 41_084.1,
        share: 0.2246,
        delta: null,
      },
    ],
  },
  rows: ({ paymentsDaily, siteDays }, { grain, q, ...which }) => {
    const open = openPeriods(q, siteDays, { ...which, grain });
    const methods = q
      .select({ method: paymentsDaily.method })
      .from(paymentsDaily)
      .where(inRange(paymentsDaily, which))
      .groupBy(paymentsDaily.method)
      .as("methods");
    const none = q
      .select({
        period: sql<string>`${open.period}`,
        method: sql<string>`${methods.method}`,
        amount: noMoney(),
        refunds: noMoney(),
      })
      .from(open)
      .crossJoin(methods);
    const some = q
      .select({
        period: q.period(grain, paymentsDaily.day),
        method: sql<string>`${paymentsDaily.method}`,
        amount: sql<string>`${paymentsDaily.amount}`,
        refunds: sql<string>`${paymentsDaily.refunds}`,
      })
      .from(paymentsDaily)
      .where(inRange(paymentsDaily, which));
    const all = none.unionAll(some).as("all");
    const totals = q
      .select({
        period: sql<string>`${all.period}`.as("period"),
        method: sql<string>`${all.method}`.as("method"),
        amount: sumMoney(all.amount).as("amount"),
        refunds: sumMoney(all.refunds).as("refunds"),
        net: sumMoney(sql`${all.amount} - ${all.refunds}`).as("net"),
      })
      .from(all)
      .groupBy(all.period, all.method)
      .as("totals");
    return q
      .select({
        period: totals.period,
        method: totals.method,
        amount: totals.amount,
        refunds: totals.refunds,
        net: totals.net,
        share: rateOf(totals.net, sql`sum(${totals.net}) over (partition by ${totals.period})`),
      })
      .from(totals);
  },
});
