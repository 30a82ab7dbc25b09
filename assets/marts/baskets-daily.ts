import {
  and,
  countRows,
  daily,
  date,
  eq,
  int,
  mart,
  money,
  sql,
  sumInt,
  sumMoney,
  text,
  unique,
  within,
} from "../../index.ts";
import { counts } from "../sales.ts";
import { bookings } from "../tables/bookings.ts";
import { orderLines } from "../tables/order-lines.ts";
import { orders } from "../tables/orders.ts";

/** How many orders of one base, channel and day had a basket of one amount, VAT included and before refunds: percentiles stay exact, and few rows say all. Orders without a booking are `walk_in`. */
export const basketsDaily = mart("baskets_daily", {
  doc: "Orders of one base, channel, amount and day.",
  deps: { orders, orderLines, bookings },
  // A booking is of another day than its order, and tells its channel.
  dimensions: ["bookings"],
  rebuiltBy: ["bookings"],
  partitions: daily({ from: "2024-03-01", zone: "Europe/Paris" }),
  freshness: within("10 hours"),
  columns: {
    day: date().key(1).doc("Business day"),
    siteId: int().key(2).doc("The base"),
    channel: text(20).key(3).doc("Where it was booked; walk_in without a booking"),
    basket: money().key(4).doc("What one such order came to, VAT included, before refunds"),
    orders: int().doc("Orders of this amount"),
    lines: int().doc("Lines of these orders"),
  },
  checks: [unique("day", "siteId", "channel", "basket")],
  rows: ({ orders, orderLines, bookings }, { q, inDays }) => {
    const baskets = q
      .select({
        day: sql<string>`${orderLines.businessDay}`.as("day"),
        orderId: orders.id,
        siteId: orders.siteId,
        bookingId: orders.bookingId,
        basket: sumMoney(orderLines.total).as("basket"),
        lines: countRows().as("lines"),
      })
      .from(orderLines)
      .innerJoin(orders, eq(orders.id, orderLines.orderId))
      .where(
        and(inDays(orderLines.businessDay), sql`${orderLines.businessDay} is not null`, counts(orders, orderLines)),
      )
      .groupBy(orderLines.businessDay, orders.id, orders.siteId, orders.bookingId)
      .as("baskets");
    const placed = q
      .select({
        day: baskets.day,
        siteId: baskets.siteId,
        channel: sql<string>`coalesce(${bookings.channel}, 'walk_in')`.as("channel"),
        basket: baskets.basket,
        lines: baskets.lines,
      })
      .from(baskets)
      .leftJoin(bookings, eq(bookings.id, baskets.bookingId))
      .as("placed");
    return q
      .select({
        day: sql<string>`${placed.day}`,
        siteId: placed.siteId,
        channel: sql<string>`${placed.channel}`,
        basket: sql<string>`${placed.basket}`,
        orders: countRows(),
        lines: sumInt(placed.lines),
      })
      .from(placed)
      .groupBy(placed.day, placed.siteId, placed.channel, placed.basket);
  },
});
