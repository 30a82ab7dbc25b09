import { and, daily, date, eq, int, isNull, mart, money, ne, quantity, sql, sumMoney } from "../../index.ts";
import { orderLines } from "../tables/order-lines.ts";
import { orders } from "../tables/orders.ts";
import { products } from "../tables/products.ts";

/** Sales of one base, product and day: gross, net of VAT, quantity. Cancelled orders and deleted rows count nowhere. */
export const revenueDaily = mart("revenue_daily", {
  doc: "Sales of one base, product and day.",
  deps: { orders, orderLines, products },
  dimensions: ["products"],
  partitions: daily({ from: "2024-03-01", zone: "Europe/Paris" }),
  columns: {
    day: date().key(1),
    siteId: int().key(2),
    productId: int().key(3),
    activityId: int().nullable(),
    gross: money(),
    net: money(),
    quantity: quantity(),
  },
  rows: ({ orders, orderLines, products }, { q, inDays }) =>
    q
      .select({
        day: sql<string>`${orderLines.businessDay}`,
        siteId: orders.siteId,
        productId: orderLines.productId,
        activityId: products.activityId,
        gross: sumMoney(orderLines.total),
        net: sumMoney(sql`${orderLines.total} / (1 + ${orderLines.vatRate} / 100)`),
        quantity: sql<string>`cast(coalesce(sum(${orderLines.qty}), 0) as decimal(12,3))`,
      })
      .from(orderLines)
      .innerJoin(orders, eq(orders.id, orderLines.orderId))
      .leftJoin(products, eq(products.id, orderLines.productId))
      .where(
        and(
          inDays(orderLines.businessDay),
          sql`${orderLines.businessDay} is not null`,
          isNull(orderLines.deletedAt),
          isNull(orders.deletedAt),
          ne(orders.status, "cancelled"),
        ),
      )
      .groupBy(orderLines.businessDay, orders.siteId, orderLines.productId, products.activityId),
});
