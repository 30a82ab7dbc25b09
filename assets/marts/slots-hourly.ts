import { daily, date, int, mart, sql, sumInt, unique, within } from "../../index.ts";
import { offered } from "../offered.ts";
import { sessions } from "../tables/sessions.ts";

const zone = "Europe/Paris";

/** Offered and booked places of one base, activity, day and hour of the slot's start, by the base's clocks. */
export const slotsHourly = mart("slots_hourly", {
  doc: "Offered and booked places of one base, activity, day and hour.",
  deps: { sessions },
  partitions: daily({ from: "2024-03-01", zone }),
  freshness: within("10 hours"),
  columns: {
    day: date().key(1).doc("Business day"),
    siteId: int().key(2).doc("The base"),
    activityId: int().key(3).doc("The activity"),
    hour: int().key(4).doc("Hour in which the slot begins, local time, 0 to 23"),
    offered: int().doc("Places of open slots"),
    booked: int().doc("Places taken of open slots"),
  },
  checks: [unique("day", "siteId", "activityId", "hour")],
  rows: ({ sessions }, { q, inDays }) => {
    const slots = q
      .select({
        day: sql<string>`${sessions.businessDay}`.as("day"),
        siteId: sessions.siteId,
        activityId: sessions.activityId,
        hour: q.localHour(sessions.startsAt, zone).as("hour"),
        capacity: sessions.capacity,
        booked: sessions.bookedCount,
      })
      .from(sessions)
      .where(offered(sessions, inDays))
      .as("slots");
    return q
      .select({
        day: sql<string>`${slots.day}`,
        siteId: slots.siteId,
        activityId: slots.activityId,
        hour: sql<number>`${slots.hour}`,
        offered: sumInt(slots.capacity),
        booked: sumInt(slots.booked),
      })
      .from(slots)
      .groupBy(slots.day, slots.siteId, slots.activityId, slots.hour);
  },
});
