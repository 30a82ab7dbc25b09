import {
  and,
  countDistinct,
  daily,
  date,
  eager,
  eq,
  int,
  mart,
  money,
  sql,
  sumMoney,
  text,
  unique,
  within,
  withoutVat,
  type Query,
  type SQL,
  type SQLWrapper,
} from "../../index.ts";
import { counts } from "../sales.ts";
import { orderLines } from "../tables/order-lines.ts";
import { orders } from "../tables/orders.ts";
import { products } from "../tables/products.ts";

type Tables = {
  readonly orders: typeof orders.open;
  readonly orderLines: typeof orderLines.open;
  readonly products: typeof products.open;
};

/** One row a line sold on some days: day, base, order, kind of product, amounts. */
const lines = (q: Query, { orders, orderLines, products }: Tables, inDays: (day: SQLWrapper) => SQL<boolean>) =>
  q
    .select({
      day: sql<string>`${orderLines.businessDay}`.as("day"),
      siteId: sql<number>`${orders.siteId}`.as("site_id"),
      orderId: sql<number>`${orders.id}`.as("order_id"),
      kind: sql<string>`coalesce(${products.kind}, 'unknown')`.as("kind"),
      gross: sql<string>`${orderLines.total}`.as("gross"),
      net: withoutVat(orderLines.total, orderLines.vatRate).as("net"),
    })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .leftJoin(products, eq(products.id, orderLines.productId))
    .where(and(inDays(orderLines.businessDay), sql`${orderLines.businessDay} is not null`, counts(orders, orderLines)))
    .as("lines");

/** Orders of one base and day with a line of one kind of product, and what such lines came to; all of them under the kind `all`: an order of two kinds is in both, so numbers of orders add up over days and bases, never over kinds. */
export const ordersDaily = mart("orders_daily", {
  doc: "Orders and sales of one base, kind of product and day.",
  deps: { orders, orderLines, products },
  dimensions: ["products"],
  automation: eager(),
  partitions: daily({ from: "2024-03-01", zone: "Europe/Paris" }),
  freshness: within("10 hours"),
  columns: {
    // Nearly every question is of one kind, `all`, and of a range of days.
    kind: text(20).key(1).doc("Kind of product; all for every kind together"),
    day: date().key(2).doc("Business day"),
    siteId: int().key(3).doc("The base"),
    orders: int().doc("Orders with such a line"),
    gross: money().doc("What such lines came to, VAT included"),
    net: money().doc("The same without VAT"),
  },
  checks: [unique("day", "siteId", "kind")],
  rows: (tables, { q, inDays }) => {
    const [each, all] = [lines(q, tables, inDays), lines(q, tables, inDays)];
    const ofKinds = q
      .select({
        day: each.day,
        siteId: each.siteId,
        kind: sql<string>`${each.kind}`.as("kind"),
        orders: countDistinct(each.orderId).as("orders"),
        gross: sumMoney(each.gross).as("gross"),
        net: sumMoney(each.net).as("net"),
      })
      .from(each)
      .groupBy(each.day, each.siteId, each.kind);
    const ofAll = q
      .select({
        day: all.day,
        siteId: all.siteId,
        kind: sql<string>`'all'`.as("kind"),
        orders: countDistinct(all.orderId).as("orders"),
        gross: sumMoney(all.gross).as("gross"),
        net: sumMoney(all.net).as("net"),
      })
      .from(all)
      .groupBy(all.day, all.siteId);
    const both = ofKinds.unionAll(ofAll).as("both");
    return q
      .select({
        day: sql<string>`${both.day}`,
        siteId: sql<number>`${both.siteId}`,
        kind: sql<string>`${both.kind}`,
        orders: sql<number>`${both.orders}`,
        gross: sql<string>`${both.gross}`,
        net: sql<string>`${both.net}`,
      })
      .from(both);
  },
});
