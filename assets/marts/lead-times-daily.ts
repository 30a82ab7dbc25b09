import { countRows, daily, date, eq, int, mart, sql, text, unique, within } from "../../index.ts";
import { booked } from "../booked.ts";
import { bookings } from "../tables/bookings.ts";
import { sessions } from "../tables/sessions.ts";

/** How many bookings that were kept, of slots of one base, channel and day (of the slot), were made so many days before. */
export const leadTimesDaily = mart("lead_times_daily", {
  doc: "Bookings of one base, channel, lead time and day of the slot.",
  deps: { sessions, bookings },
  // A booking is of another day than its slot.
  dimensions: ["bookings"],
  rebuiltBy: ["bookings"],
  partitions: daily({ from: "2024-03-01", zone: "Europe/Paris" }),
  freshness: within("10 hours"),
  columns: {
    day: date().key(1).doc("Day of the slot"),
    siteId: int().key(2).doc("The base"),
    channel: text(20).key(3).doc("Where it was booked"),
    leadDays: int().key(4).doc("Days from the booking to the slot"),
    bookings: int().doc("Bookings made so long before"),
  },
  checks: [unique("day", "siteId", "channel", "leadDays")],
  rows: ({ sessions, bookings }, { q, inDays }) => {
    const each = booked(q, { bookings, sessions }, inDays);
    return q
      .select({
        day: sql<string>`${each.day}`,
        siteId: each.siteId,
        channel: each.channel,
        leadDays: sql<number>`${each.leadDays}`,
        bookings: countRows(),
      })
      .from(each)
      .where(eq(each.reason, "kept"))
      .groupBy(each.day, each.siteId, each.channel, each.leadDays);
  },
});
