import { and, asInt, choice, date, eq, grain, int, kpi, rate, rateOf, sql, sumInt } from "../../index.ts";
import { inRange, openPeriods } from "../in-range.ts";
import { bookingsDaily } from "../marts/bookings-daily.ts";
import { occupancyDaily } from "../marts/occupancy-daily.ts";
import { activities } from "../tables/activities.ts";
import { siteDays } from "../tables/site-days.ts";
import { categories } from "../categories.ts";

/** One for a day of a base without an open slot and with one that the weather closed. */
const allClosed = ({ slots, weatherClosed }: typeof occupancyDaily.open) =>
  sql`case when sum(${slots}) = 0 and sum(coalesce(${weatherClosed}, 0)) > 0 then 1 else 0 end`;

/** Offered, booked and used places by period; slots closed by the weather or cancelled offer nothing. */
export const occupancy = kpi("occupancy", {
  summary: "Occupancy",
  doc: "Places by period of the slot: `offered` and `booked` of open slots, `checkedIn` people of bookings that were used, `rate` booked of offered. Slots closed by the weather or cancelled offer nothing; `weatherClosedDays` are days of a base on which the weather closed all of its slots (a day of two bases counts twice, one of which some slots were open not at all). A period without slots is 0 when a base was open in it.",
  deps: { occupancyDaily, bookingsDaily, activities, siteDays },
  params: { grain: grain(), activity: choice(["all", ...categories], "Category of activity.") },
  row: {
    period: date(),
    offered: int(),
    booked: int(),
    checkedIn: int(),
    rate: rate().nullable(),
    weatherClosedDays: int(),
  },
  order: ["period"],
  compared: { by: ["period"], of: "rate" },
  example: {
    rows: [
      {
        period: "2026-06-01",
        offered: 21_600,
        booked: 12_894,
        checkedIn: 11_705,
        rate: 0.5969,
        weatherClosedDays: 3,
        delta: 0.0446,
      },
    ],
  },
  rows: ({ occupancyDaily, bookingsDaily, activities, siteDays }, { grain, activity, q, ...which }) => {
    const open = openPeriods(q, siteDays, { ...which, grain });
    const none = { offered: asInt(0), booked: asInt(0), checkedIn: asInt(0), closed: asInt(0) };
    const ofCategory = activity === "all" ? undefined : eq(activities.category, activity);
    const idle = q.select({ period: sql<string>`${open.period}`, ...none }).from(open);
    const offered = q
      .select({
        period: q.period(grain, occupancyDaily.day),
        ...none,
        offered: sql<number>`${occupancyDaily.offered}`,
        booked: sql<number>`${occupancyDaily.booked}`,
      })
      .from(occupancyDaily)
      .leftJoin(activities, eq(activities.id, occupancyDaily.activityId))
      .where(and(inRange(occupancyDaily, which), ofCategory));
    const used = q
      .select({
        period: q.period(grain, bookingsDaily.day),
        ...none,
        checkedIn: sql<number>`${bookingsDaily.checkedIn}`,
      })
      .from(bookingsDaily)
      .leftJoin(activities, eq(activities.id, bookingsDaily.activityId))
      .where(and(inRange(bookingsDaily, which), ofCategory));
    const days = q
      .select({ day: occupancyDaily.day, isClosed: sql<number>`${allClosed(occupancyDaily)}`.as("is_closed") })
      .from(occupancyDaily)
      .leftJoin(activities, eq(activities.id, occupancyDaily.activityId))
      .where(and(inRange(occupancyDaily, which), ofCategory))
      .groupBy(occupancyDaily.day, occupancyDaily.siteId)
      .as("days");
    const closed = q
      .select({ period: q.period(grain, days.day), ...none, closed: sql<number>`${days.isClosed}` })
      .from(days);
    const all = idle.unionAll(offered).unionAll(used).unionAll(closed).as("all");
    return q
      .select({
        period: sql<string>`${all.period}`,
        offered: sumInt(all.offered),
        booked: sumInt(all.booked),
        checkedIn: sumInt(all.checkedIn),
        rate: rateOf(sql`sum(${all.booked})`, sql`sum(${all.offered})`),
        weatherClosedDays: sumInt(all.closed),
      })
      .from(all)
      .groupBy(all.period);
  },
});
