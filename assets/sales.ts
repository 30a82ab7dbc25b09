import {
  and,
  eq,
  inArray,
  isNull,
  ne,
  shareOf,
  sql,
  withoutVat,
  type Query,
  type SQL,
  type SQLWrapper,
} from "../index.ts";
import { orderLines } from "./tables/order-lines.ts";
import { orders } from "./tables/orders.ts";
import { products } from "./tables/products.ts";
import { refunds } from "./tables/refunds.ts";

type Tables = {
  readonly orders: typeof orders.open;
  readonly orderLines: typeof orderLines.open;
  readonly products: typeof products.open;
  readonly refunds: typeof refunds.open;
};
/** Which sales: of some business days, at one site or all, of one kind of product or `all`. */
type Which = {
  readonly days: (day: SQLWrapper) => SQL | undefined;
  readonly site: number | undefined;
  readonly kind: string;
};

/** Lines that count as sold: of orders neither cancelled nor deleted, the line itself not deleted either. */
export const counts = (orders: Tables["orders"], orderLines: Tables["orderLines"]) =>
  and(isNull(orderLines.deletedAt), isNull(orders.deletedAt), ne(orders.status, "cancelled"));

/** Lines sold, one row each: order, day, client (null for walk-ins), site, gross, net of VAT. */
export const sold = (q: Query, { orders, orderLines, products }: Omit<Tables, "refunds">, which: Which) =>
  q
    .select({
      orderId: orders.id,
      day: sql<string | null>`${orderLines.businessDay}`.as("day"),
      clientId: orders.clientId,
      siteId: orders.siteId,
      gross: orderLines.total,
      net: withoutVat(orderLines.total, orderLines.vatRate).as("net"),
    })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .leftJoin(products, eq(products.id, orderLines.productId))
    .where(
      and(
        counts(orders, orderLines),
        which.days(orderLines.businessDay),
        which.site === undefined ? undefined : eq(orders.siteId, which.site),
        which.kind === "all" ? undefined : sql`${products.kind} = ${which.kind}`,
      ),
    )
    .as("sold");

/**
 * Refunds by the day they were made, one row each: day, client, site, amount, and the amount without VAT. Only of
 * orders that count: a cancelled order was never counted as sold, so its refund takes nothing away. Of one kind of
 * product: the share that its lines have in the order.
 */
export function refunded(q: Query, { orders, orderLines, products, refunds }: Tables, which: Which) {
  const inRange = and(isNull(refunds.deletedAt), which.days(refunds.businessDay));
  const kept = (amount: ReturnType<typeof withoutVat> | typeof orderLines.total) =>
    which.kind === "all"
      ? sql<string>`sum(${amount})`
      : sql<string>`sum(case when ${products.kind} = ${which.kind} then ${amount} else 0 end)`;
  const shares = q
    .select({
      orderId: orderLines.orderId,
      whole: sql<string>`sum(${orderLines.total})`.as("whole"),
      gross: kept(orderLines.total).as("gross"),
      net: kept(withoutVat(orderLines.total, orderLines.vatRate)).as("net"),
    })
    .from(orderLines)
    .leftJoin(products, eq(products.id, orderLines.productId))
    .where(
      and(
        isNull(orderLines.deletedAt),
        inArray(orderLines.orderId, q.select({ orderId: refunds.orderId }).from(refunds).where(inRange)),
      ),
    )
    .groupBy(orderLines.orderId)
    .as("shares");
  return q
    .select({
      day: sql<string | null>`${refunds.businessDay}`.as("day"),
      clientId: orders.clientId,
      siteId: orders.siteId,
      amount: shareOf(refunds.amount, shares.gross, shares.whole).as("amount"),
      net: shareOf(refunds.amount, shares.net, shares.whole).as("net"),
    })
    .from(refunds)
    .innerJoin(orders, eq(orders.id, refunds.orderId))
    .innerJoin(shares, eq(shares.orderId, refunds.orderId))
    .where(
      and(
        inRange,
        isNull(orders.deletedAt),
        ne(orders.status, "cancelled"),
        which.site === undefined ? undefined : eq(orders.siteId, which.site),
      ),
    )
    .as("refunded");
}
