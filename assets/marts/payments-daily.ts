import {
  and,
  by,
  daily,
  date,
  eq,
  inArray,
  int,
  isNull,
  mart,
  money,
  ne,
  noMoney,
  sql,
  sumMoney,
  text,
  unique,
} from "../../index.ts";
import { orders } from "../tables/orders.ts";
import { payments } from "../tables/payments.ts";
import { refunds } from "../tables/refunds.ts";

/** Payments received and refunds made at one base by one method on one day. Payments that failed or wait count nowhere, nor do those of cancelled orders. */
export const paymentsDaily = mart("payments_daily", {
  doc: "Payments received and refunds made of one base, method and day.",
  deps: { payments, refunds, orders },
  // Orders are of other days than what is paid for them; a refund is of its payment's method.
  dimensions: ["orders"],
  rebuiltBy: ["orders", "payments"],
  partitions: daily({ from: "2024-03-01", zone: "Europe/Paris" }),
  freshness: by("07:00", "Europe/Paris"),
  columns: {
    day: date().key(1).doc("Business day"),
    siteId: int().key(2).doc("The base"),
    method: text(20).key(3).doc("How it was paid; unknown where the payment is missing"),
    amount: money().doc("Received"),
    refunds: money().doc("Given back"),
  },
  checks: [unique("day", "siteId", "method")],
  rows: ({ payments, refunds, orders }, { q, inDays }) => {
    const received = inArray(payments.status, ["captured", "settled", "refunded"]);
    const counts = and(isNull(orders.deletedAt), ne(orders.status, "cancelled"));
    const paid = q
      .select({
        day: sql<string>`${payments.businessDay}`,
        siteId: orders.siteId,
        method: sql<string>`${payments.method}`,
        amount: sql<string>`${payments.amount}`,
        refunds: noMoney(),
      })
      .from(payments)
      .innerJoin(orders, eq(orders.id, payments.orderId))
      .where(and(inDays(payments.businessDay), isNull(payments.deletedAt), received, counts));
    const returned = q
      .select({
        day: sql<string>`${refunds.businessDay}`,
        siteId: orders.siteId,
        method: sql<string>`coalesce(${payments.method}, 'unknown')`,
        amount: noMoney(),
        refunds: sql<string>`${refunds.amount}`,
      })
      .from(refunds)
      .innerJoin(orders, eq(orders.id, refunds.orderId))
      .leftJoin(payments, eq(payments.id, refunds.paymentId))
      .where(and(inDays(refunds.businessDay), isNull(refunds.deletedAt), counts));
    const all = paid.unionAll(returned).as("all");
    return q
      .select({
        day: sql<string>`${all.day}`,
        siteId: all.siteId,
        method: sql<string>`${all.method}`,
        amount: sumMoney(all.amount),
        refunds: sumMoney(all.refunds),
      })
      .from(all)
      .where(sql`${all.day} is not null`)
      .groupBy(all.day, all.siteId, all.method);
  },
});
