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
  shareOf,
  sql,
  sumMoney,
  unique,
  withoutVat,
} from "../../index.ts";
import { orderLines } from "../tables/order-lines.ts";
import { orders } from "../tables/orders.ts";
import { refunds } from "../tables/refunds.ts";

/** The product under which stands what was refunded of all of them together. */
export const everyProduct = 0;
const every = sql.raw(String(everyProduct));

/**
 * Refunds of one base, product and day, by the day they were made: the amount, and the amount without VAT. A refund is
 * split over the products of its order's lines so that the parts add up to it, cent for cent; all parts of a base and
 * day together are under product 0, by which most questions read a row where there are many. Refunds of cancelled orders, which were never counted as sold, take nothing away.
 */
export const refundsDaily = mart("refunds_daily", {
  doc: "Refunds of one base, product and day.",
  deps: { refunds, orders, orderLines },
  // An order is of another day than its refunds, and takes them away when it is cancelled.
  dimensions: ["orders", "orderLines"],
  rebuiltBy: ["orders", "orderLines"],
  partitions: daily({ from: "2024-03-01", zone: "Europe/Paris" }),
  freshness: by("07:00", "Europe/Paris"),
  columns: {
    productId: int().key(1).doc("The product; 0 for all of them together"),
    day: date().key(2).doc("Day of the refund"),
    siteId: int().key(3).doc("The base"),
    amount: money().doc("Given back, VAT included"),
    net: money().doc("Given back, without VAT"),
  },
  checks: [unique("day", "siteId", "productId")],
  rows: ({ refunds, orders, orderLines }, { q, inDays }) => {
    const chosen = and(isNull(refunds.deletedAt), inDays(refunds.businessDay), sql`${refunds.businessDay} is not null`);
    const parts = q
      .select({
        orderId: orderLines.orderId,
        productId: orderLines.productId,
        gross: sql<string>`sum(${orderLines.total})`.as("gross"),
        net: sql<string>`sum(${withoutVat(orderLines.total, orderLines.vatRate)})`.as("net"),
      })
      .from(orderLines)
      .where(
        and(
          isNull(orderLines.deletedAt),
          inArray(orderLines.orderId, q.select({ orderId: refunds.orderId }).from(refunds).where(chosen)),
        ),
      )
      .groupBy(orderLines.orderId, orderLines.productId)
      .as("parts");
    const upTo = sql`over (partition by ${parts.orderId} order by ${parts.productId} rows unbounded preceding)`;
    const sums = q
      .select({
        orderId: parts.orderId,
        productId: parts.productId,
        gross: parts.gross,
        net: parts.net,
        whole: sql<string>`sum(${parts.gross}) over (partition by ${parts.orderId})`.as("whole"),
        grossUpTo: sql<string>`sum(${parts.gross}) ${upTo}`.as("gross_up_to"),
        netUpTo: sql<string>`sum(${parts.net}) ${upTo}`.as("net_up_to"),
      })
      .from(parts)
      .as("sums");
    /** The share of all products up to one, less that of those before it: no cent is lost in rounding. */
    const share = (upTo: typeof sums.grossUpTo, own: typeof sums.gross) =>
      sql<string>`(${shareOf(refunds.amount, upTo, sums.whole)} - ${shareOf(refunds.amount, sql`(${upTo} - ${own})`, sums.whole)})`;
    return q
      .select({
        day: sql<string>`${refunds.businessDay}`,
        siteId: orders.siteId,
        productId: sql<number>`case when grouping(${sums.productId}) = 1 then ${every} else ${sums.productId} end`,
        amount: sumMoney(share(sums.grossUpTo, sums.gross)),
        net: sumMoney(share(sums.netUpTo, sums.net)),
      })
      .from(refunds)
      .innerJoin(orders, eq(orders.id, refunds.orderId))
      .innerJoin(sums, eq(sums.orderId, refunds.orderId))
      .where(and(chosen, isNull(orders.deletedAt), ne(orders.status, "cancelled")))
      .groupBy(
        sql`grouping sets ((${refunds.businessDay}, ${orders.siteId}, ${sums.productId}), (${refunds.businessDay}, ${orders.siteId}))`,
      );
  },
});
