import { and, countRows, daily, date, eq, int, mart, sql, unique, within } from "../../index.ts";
import { bookings } from "../tables/bookings.ts";
import { sessions } from "../tables/sessions.ts";
import { visits } from "../tables/visits.ts";

const zone = "Europe/Paris";

/** Passages of one base, day and hour, by the base's clocks, and by the activity that was booked (0 without a booking). */
export const visitsHourly = mart("visits_hourly", {
  doc: "Passages of one base, activity, day and hour.",
  deps: { visits, bookings, sessions },
  // A booking and its slot are of other days than the passage, and tell the activity.
  dimensions: ["bookings", "sessions"],
  rebuiltBy: ["bookings", "sessions"],
  partitions: daily({ from: "2024-03-01", zone }),
  freshness: within("10 hours"),
  columns: {
    day: date().key(1).doc("Business day"),
    siteId: int().key(2).doc("The base"),
    activityId: int().key(3).doc("The activity that was booked; 0 where none is known"),
    hour: int().key(4).doc("Hour of the passage, local time, 0 to 23"),
    visits: int().doc("Passages"),
  },
  checks: [unique("day", "siteId", "activityId", "hour")],
  rows: ({ visits, bookings, sessions }, { q, inDays }) => {
    const passages = q
      .select({
        day: sql<string>`${visits.businessDay}`.as("day"),
        siteId: sql<number>`${visits.siteId}`.as("site_id"),
        activityId: sql<number>`coalesce(${sessions.activityId}, 0)`.as("activity_id"),
        hour: q.localHour(visits.enteredAt, zone).as("hour"),
      })
      .from(visits)
      .leftJoin(bookings, eq(bookings.id, visits.bookingId))
      .leftJoin(sessions, eq(sessions.id, bookings.sessionId))
      .where(and(inDays(visits.businessDay), sql`${visits.businessDay} is not null`))
      .as("passages");
    return q
      .select({
        day: sql<string>`${passages.day}`,
        siteId: passages.siteId,
        activityId: sql<number>`${passages.activityId}`,
        hour: sql<number>`${passages.hour}`,
        visits: countRows(),
      })
      .from(passages)
      .groupBy(passages.day, passages.siteId, passages.activityId, passages.hour);
  },
});
