import {
  and,
  by,
  daily,
  date,
  eager,
  eq,
  int,
  isNotNull,
  isNull,
  mart,
  money,
  ne,
  quantity,
  sql,
  sumMoney,
  sumsMatch,
  unique,
  withoutVat,
} from "../../index.ts";
import { counts } from "../sales.ts";
import { orderLines } from "../tables/order-lines.ts";
import { orders } from "../tables/orders.ts";
import { products } from "../tables/products.ts";

/** Sales of one base, product and day: gross, net of VAT, quantity. Cancelled orders and deleted rows count nowhere. */
export const revenueDaily = mart("revenue_daily", {
  doc: "Sales of one base, product and day.",
  deps: { orders, orderLines, products },
  dimensions: ["products"],
  automation: eager(),
  partitions: daily({ from: "2024-03-01", zone: "Europe/Paris" }),
  freshness: by("07:00", "Europe/Paris"),
  columns: {
    day: date().key(1).doc("Business day"),
    siteId: int().key(2).doc("The base"),
    productId: int().key(3).doc("The product"),
    activityId: int().nullable().doc("The activity that it is sold for"),
    gross: money().doc("Sales, VAT included"),
    net: money().doc("Sales without VAT"),
    quantity: quantity().doc("How many, or how much, was sold"),
  },
  checks: [
    unique("day", "siteId", "productId"),
    // Lines that the vendor takes back leave their order's total as it was: a few in a hundred.
    sumsMatch("gross", {
      of: orders,
      column: "total",
      where: (orders) => and(isNull(orders.deletedAt), ne(orders.status, "cancelled"), isNotNull(orders.businessDay)),
      within: { share: 0.05 },
    }),
  ],
  rows: ({ orders, orderLines, products }, { q, inDays }) =>
    q
      .select({
        day: sql<string>`${orderLines.businessDay}`,
        siteId: orders.siteId,
        productId: orderLines.productId,
        activityId: products.activityId,
        gross: sumMoney(orderLines.total),
        net: sumMoney(withoutVat(orderLines.total, orderLines.vatRate)),
        quantity: sql<string>`cast(coalesce(sum(${orderLines.qty}), 0) as decimal(12,3))`,
      })
      .from(orderLines)
      .innerJoin(orders, eq(orders.id, orderLines.orderId))
      .leftJoin(products, eq(products.id, orderLines.productId))
      .where(
        and(inDays(orderLines.businessDay), sql`${orderLines.businessDay} is not null`, counts(orders, orderLines)),
      )
      .groupBy(orderLines.businessDay, orders.siteId, orderLines.productId, products.activityId),
});
