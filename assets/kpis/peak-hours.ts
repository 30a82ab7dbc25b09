import {
  and,
  asInt,
  choice,
  countRows,
  decimal,
  eq,
  int,
  kpi,
  perEach,
  rate,
  rateOf,
  sql,
  sumInt,
} from "../../index.ts";
import { categories } from "../categories.ts";
import { inRange, isOpen } from "../in-range.ts";
import { slotsHourly } from "../marts/slots-hourly.ts";
import { visitsHourly } from "../marts/visits-hourly.ts";
import { activities } from "../tables/activities.ts";
import { siteDays } from "../tables/site-days.ts";

/** When people come: passages and occupancy by weekday and hour. */
export const peakHours = kpi("peak-hours", {
  summary: "Peak hours",
  doc: "When people come, by `weekday` (1 Monday to 7 Sunday) and `hour` of the base's clocks: `visits` passages, `visitsPerOpenDay` for each day on which a base was open that weekday, `occupancy` booked of offered places of slots that start in the hour (null without one). With an activity, passages of its bookings. Weekdays and hours in which nobody came and nothing was offered are absent.",
  deps: { visitsHourly, slotsHourly, activities, siteDays },
  params: { activity: choice(["all", ...categories], "Category of activity.") },
  row: {
    weekday: int(),
    hour: int(),
    visits: int(),
    visitsPerOpenDay: decimal(18, 2).nullable(),
    occupancy: rate().nullable(),
  },
  order: ["weekday", "hour"],
  compared: { by: ["weekday", "hour"], of: "visits" },
  example: {
    rows: [
      { weekday: 6, hour: 14, visits: 986, visitsPerOpenDay: 246.5, occupancy: 0.9312, delta: 0.0187 },
      { weekday: 6, hour: 15, visits: 1_042, visitsPerOpenDay: 260.5, occupancy: null, delta: null },
    ],
  },
  rows: ({ visitsHourly, slotsHourly, activities, siteDays }, { activity, q, ...which }) => {
    const ofCategory = activity === "all" ? undefined : eq(activities.category, activity);
    const came = q
      .select({
        weekday: q.weekday(visitsHourly.day),
        hour: sql<number>`${visitsHourly.hour}`,
        visits: sql<number>`${visitsHourly.visits}`,
        offered: asInt(0),
        booked: asInt(0),
      })
      .from(visitsHourly)
      .leftJoin(activities, eq(activities.id, visitsHourly.activityId))
      .where(and(inRange(visitsHourly, which), ofCategory));
    const offered = q
      .select({
        weekday: q.weekday(slotsHourly.day),
        hour: sql<number>`${slotsHourly.hour}`,
        visits: asInt(0),
        offered: sql<number>`${slotsHourly.offered}`,
        booked: sql<number>`${slotsHourly.booked}`,
      })
      .from(slotsHourly)
      .leftJoin(activities, eq(activities.id, slotsHourly.activityId))
      .where(and(inRange(slotsHourly, which), ofCategory));
    const all = came.unionAll(offered).as("all");
    const open = q
      .select({ weekday: q.weekday(siteDays.date).as("weekday") })
      .from(siteDays)
      .where(isOpen(siteDays, which))
      .as("open");
    const openDays = q
      .select({ weekday: sql<number>`${open.weekday}`.as("weekday"), days: countRows().as("days") })
      .from(open)
      .groupBy(open.weekday)
      .as("open_days");
    const sums = q
      .select({
        weekday: sql<number>`${all.weekday}`.as("weekday"),
        hour: sql<number>`${all.hour}`.as("hour"),
        visits: sumInt(all.visits).as("visits"),
        occupancy: rateOf(sql`sum(${all.booked})`, sql`sum(${all.offered})`).as("occupancy"),
      })
      .from(all)
      .groupBy(all.weekday, all.hour)
      .as("sums");
    return q
      .select({
        weekday: sums.weekday,
        hour: sums.hour,
        visits: sums.visits,
        visitsPerOpenDay: perEach(sums.visits, sql`coalesce(${openDays.days}, 0)`),
        occupancy: sums.occupancy,
      })
      .from(sums)
      .leftJoin(openDays, eq(openDays.weekday, sums.weekday));
  },
});
