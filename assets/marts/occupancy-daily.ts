import {
  countRows,
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
} from "../../index.ts";
import { offered } from "../offered.ts";
import { sessions } from "../tables/sessions.ts";

/** Offered and booked places of one base, activity and day; slots closed by the weather or cancelled offer nothing. */
export const occupancyDaily = mart("occupancy_daily", {
  doc: "Offered and booked places of one base, activity and day.",
  deps: { sessions },
  automation: eager(),
  partitions: daily({ from: "2024-03-01", zone: "Europe/Paris" }),
  freshness: within("10 hours"),
  columns: {
    day: date().key(1),
    siteId: int().key(2),
    activityId: int().key(3),
    slots: int(),
    offered: int(),
    booked: int(),
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
  rows: ({ sessions }, { q, inDays }) =>
    q
      .select({
        day: sql<string>`${sessions.businessDay}`,
        siteId: sessions.siteId,
        activityId: sessions.activityId,
        slots: countRows(),
        offered: sumInt(sessions.capacity),
        booked: sumInt(sessions.bookedCount),
      })
      .from(sessions)
      .where(offered(sessions, inDays))
      .groupBy(sessions.businessDay, sessions.siteId, sessions.activityId),
});
