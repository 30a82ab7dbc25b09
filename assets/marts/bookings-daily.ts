import {
  and,
  countRows,
  daily,
  date,
  eq,
  int,
  isNotNull,
  isNull,
  mart,
  money,
  sql,
  sumInt,
  sumMoney,
  text,
  unique,
  within,
} from "../../index.ts";
import { booked } from "../booked.ts";
import { bookings } from "../tables/bookings.ts";
import { orders } from "../tables/orders.ts";
import { refunds } from "../tables/refunds.ts";
import { sessions } from "../tables/sessions.ts";

/** Bookings of slots of one base, activity, channel and day (of the slot), by why they were lost (`kept` when they were not), with what was refunded of their orders. */
export const bookingsDaily = mart("bookings_daily", {
  doc: "Bookings of one base, activity, channel, fate and day of the slot.",
  deps: { sessions, bookings, orders, refunds },
  // Bookings, their orders and refunds are of other days than the slot.
  dimensions: ["bookings", "orders", "refunds"],
  rebuiltBy: ["bookings", "orders", "refunds"],
  partitions: daily({ from: "2024-03-01", zone: "Europe/Paris" }),
  freshness: within("10 hours"),
  columns: {
    day: date().key(1).doc("Day of the slot"),
    siteId: int().key(2).doc("The base"),
    activityId: int().key(3).doc("The activity"),
    channel: text(20).key(4).doc("Where it was booked"),
    reason: text(20).key(5).doc("Why it was cancelled; kept where it was not"),
    bookings: int().doc("Bookings"),
    noShows: int().doc("Kept bookings that nobody came for"),
    checkedIn: int().doc("People of kept bookings who came"),
    refunded: money().doc("Given back for them, VAT included"),
  },
  checks: [unique("day", "siteId", "activityId", "channel", "reason")],
  rows: ({ sessions, bookings, orders, refunds }, { q, inDays }) => {
    const each = booked(q, { bookings, sessions }, inDays);
    const back = q
      .select({ bookingId: orders.bookingId, amount: sumMoney(refunds.amount).as("amount") })
      .from(refunds)
      .innerJoin(orders, eq(orders.id, refunds.orderId))
      .where(and(isNull(refunds.deletedAt), isNull(orders.deletedAt), isNotNull(orders.bookingId)))
      .groupBy(orders.bookingId)
      .as("back");
    return q
      .select({
        day: sql<string>`${each.day}`,
        siteId: each.siteId,
        activityId: each.activityId,
        channel: each.channel,
        reason: sql<string>`${each.reason}`,
        bookings: countRows(),
        noShows: sumInt(sql`case when ${each.reason} = 'kept' and ${each.status} = 'no_show' then 1 else 0 end`),
        checkedIn: sumInt(
          sql`case when ${each.reason} = 'kept' and ${each.status} = 'checked_in' then ${each.people} else 0 end`,
        ),
        refunded: sumMoney(back.amount),
      })
      .from(each)
      .leftJoin(back, eq(back.bookingId, each.id))
      .groupBy(each.day, each.siteId, each.activityId, each.channel, each.reason);
  },
});
