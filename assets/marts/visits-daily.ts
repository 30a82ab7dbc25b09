import { and, countRows, daily, date, int, mart, sql } from "../../index.ts";
import { visits } from "../tables/visits.ts";

/** Passages of one base and day, and how many distinct known people they were. */
export const visitsDaily = mart("visits_daily", {
  doc: "Passages of one base and day.",
  deps: { visits },
  partitions: daily({ from: "2024-03-01", zone: "Europe/Paris" }),
  columns: { day: date().key(1), siteId: int().key(2), visits: int(), people: int() },
  rows: ({ visits }, { q, inDays }) =>
    q
      .select({
        day: sql<string>`${visits.businessDay}`,
        siteId: visits.siteId,
        visits: countRows(),
        people: sql<number>`cast(count(distinct ${visits.clientId}) as integer)`,
      })
      .from(visits)
      .where(and(inDays(visits.businessDay), sql`${visits.businessDay} is not null`))
      .groupBy(visits.businessDay, visits.siteId),
});
