import {
  daily,
  date,
  eager,
  failing,
  gt,
  int,
  lt,
  mart,
  or,
  sql,
  sumInt,
  unique,
  within,
  type SQLWrapper,
} from "../../index.ts";
import { isWeatherClosed, planned } from "../offered.ts";
import { sessions } from "../tables/sessions.ts";

/** Slots, offered and booked places of one base, activity and day; those that the weather closed are counted apart and offer nothing, cancelled ones are none. */
export const occupancyDaily = mart("occupancy_daily", {
  doc: "Offered and booked places of one base, activity and day.",
  deps: { sessions },
  automation: eager(),
  partitions: daily({ from: "2024-03-01", zone: "Europe/Paris" }),
  freshness: within("10 hours"),
  columns: {
    day: date().key(1).doc("Business day"),
    siteId: int().key(2).doc("The base"),
    activityId: int().key(3).doc("The activity"),
    slots: int().doc("Slots that were open"),
    offered: int().doc("Places of open slots"),
    booked: int().doc("Places taken of open slots"),
    weatherClosed: int().nullable().doc("Slots that the weather closed"),
  },
  checks: [
    unique("day", "siteId", "activityId"),
    (self) =>
      failing("booked within offered", {
        deps: {},
        rows: ({ q }) =>
          q
            .select({ day: self.day })
            .from(self)
            .where(or(lt(self.booked, 0), gt(self.booked, self.offered))),
      }),
  ],
  rows: ({ sessions }, { q, inDays }) => {
    const ofOpen = (amount: SQLWrapper) =>
      sumInt(sql`case when ${isWeatherClosed(sessions)} then 0 else ${amount} end`);
    const one = sql`1`;
    return q
      .select({
        day: sql<string>`${sessions.businessDay}`,
        siteId: sessions.siteId,
        activityId: sessions.activityId,
        slots: ofOpen(one),
        offered: ofOpen(sessions.capacity),
        booked: ofOpen(sessions.bookedCount),
        weatherClosed: sumInt(sql`case when ${isWeatherClosed(sessions)} then 1 else 0 end`),
      })
      .from(sessions)
      .where(planned(sessions, inDays))
      .groupBy(sessions.businessDay, sessions.siteId, sessions.activityId);
  },
});
