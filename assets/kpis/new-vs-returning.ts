import { and, asInt, date, grain, int, isNull, kpi, lt, or, rate, rateOf, sql, sumInt } from "../../index.ts";
import { came } from "../came.ts";
import { inRange, openPeriods } from "../in-range.ts";
import { peopleDaily } from "../marts/people-daily.ts";
import { siteDays } from "../tables/site-days.ts";

/** How many people came for the first time, and how many had come before, by period. */
export const newVsReturning = kpi("new-vs-returning", {
  summary: "New and returning people",
  doc: "Known people who came, by period: `new` in the period of their first visit ever (of the base asked for), `returning` in later ones, `share` of new ones. Merged clients are one person; walk-ins, deleted and erased people are nobody. A period without visits is 0 when a base was open in it.",
  deps: { peopleDaily, siteDays },
  params: { grain: grain() },
  row: { period: date(), new: int(), returning: int(), share: rate().nullable() },
  order: ["period"],
  compared: { by: ["period"], of: "new" },
  example: {
    rows: [{ period: "2026-06-01", new: 1_846, returning: 2_310, share: 0.4442, delta: 0.0329 }],
  },
  rows: ({ peopleDaily, siteDays }, { grain, q, ...which }) => {
    const open = openPeriods(q, siteDays, { ...which, grain });
    const [first, before] =
      which.site === undefined
        ? [peopleDaily.firstDay, peopleDaily.previousDay]
        : [peopleDaily.firstDayHere, peopleDaily.previousDayHere];
    const period = q.period(grain, peopleDaily.day);
    const idle = q.select({ period: sql<string>`${open.period}`, people: asInt(0), new: asInt(0) }).from(open);
    const some = q
      .select({
        period,
        people: asInt(1),
        // Nobody's first day is after a day on which they came: in the day's period it is, or before it.
        new: sql<number>`case when ${first} >= ${period} then 1 else 0 end`,
      })
      .from(peopleDaily)
      // Each person once in a period: on their first day in it and in the range.
      .where(
        and(
          inRange(peopleDaily, which),
          came(peopleDaily, which.site),
          or(isNull(before), lt(before, which.from), lt(before, period)),
        ),
      );
    const all = idle.unionAll(some).as("all");
    return q
      .select({
        period: sql<string>`${all.period}`,
        new: sumInt(all.new),
        returning: sumInt(sql`${all.people} - ${all.new}`),
        share: rateOf(sql`sum(${all.new})`, sql`sum(${all.people})`),
      })
      .from(all)
      .groupBy(all.period);
  },
});
