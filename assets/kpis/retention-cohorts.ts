import { and, choice, countDistinct, date, eq, gte, int, isNull, kpi, lt, rate, rateOf, sql } from "../../index.ts";
import { came, firstVisits } from "../first-visits.ts";
import { peopleDaily } from "../marts/people-daily.ts";
import { siteDays } from "../tables/site-days.ts";

/** How many of those who came first in a season or month came again in each later one. */
export const retentionCohorts = kpi("retention-cohorts", {
  summary: "Retention by cohort",
  doc: "People by the season or month of their first visit (a `cohort` of `size` people whose first visit is in the range), and how many of them were there `k` seasons or months later: `retained`, `rate` of `size`. Later periods are told whatever `to`, when a base was open in them; `k` 0 is the cohort itself. Merged clients are one person; walk-ins, deleted and erased people are nobody. Three seasons up to `to` unless told.",
  deps: { peopleDaily, siteDays },
  params: { cohort: choice(["season", "month"], "What people are grouped by, and counted in later.") },
  row: { cohort: date(), k: int(), size: int(), retained: int(), rate: rate().nullable() },
  order: ["cohort", "k"],
  seasonsByDefault: 3,
  compared: { by: ["cohort", "k"], of: "rate", period: "cohort" },
  rows: ({ peopleDaily, siteDays }, { cohort: grain, from, to, site, q }) => {
    const firsts = firstVisits(q, peopleDaily, site);
    const members = q
      .select({ person: firsts.person, cohort: q.period(grain, firsts.first).as("cohort") })
      .from(firsts)
      .where(and(gte(firsts.first, from), lt(firsts.first, to)))
      .as("members");
    const sizes = q
      .select({
        cohort: sql<string>`${members.cohort}`.as("cohort"),
        size: sql<number>`cast(count(*) as integer)`.as("size"),
      })
      .from(members)
      .groupBy(members.cohort)
      .as("sizes");
    const again = q
      .select({ person: peopleDaily.person, period: q.period(grain, peopleDaily.day).as("period") })
      .from(peopleDaily)
      .where(came(peopleDaily, site))
      .groupBy(peopleDaily.person, q.period(grain, peopleDaily.day))
      .as("again");
    const counts = q
      .select({
        cohort: sql<string>`${members.cohort}`.as("cohort"),
        period: sql<string>`${again.period}`.as("period"),
        retained: countDistinct(again.person).as("retained"),
      })
      .from(members)
      .innerJoin(again, eq(again.person, members.person))
      .groupBy(members.cohort, again.period)
      .as("counts");
    const open = q
      .select({ period: q.period(grain, siteDays.date).as("period") })
      .from(siteDays)
      .where(
        and(
          eq(siteDays.open, true),
          isNull(siteDays.deletedAt),
          site === undefined ? undefined : eq(siteDays.siteId, site),
        ),
      )
      .groupBy(q.period(grain, siteDays.date));
    // Somebody may come while the diary says that all is closed.
    const periods = open
      .union(q.select({ period: sql<string>`${again.period}`.as("period") }).from(again))
      .as("periods");
    const months = q.monthsBetween(sizes.cohort, periods.period);
    return q
      .select({
        cohort: sizes.cohort,
        k: grain === "season" ? sql<number>`(${months} / 12)` : months,
        size: sizes.size,
        retained: sql<number>`coalesce(${counts.retained}, 0)`,
        rate: rateOf(sql`coalesce(${counts.retained}, 0)`, sizes.size),
      })
      .from(sizes)
      .innerJoin(periods, sql`${periods.period} >= ${sizes.cohort}`)
      .leftJoin(counts, and(eq(counts.cohort, sizes.cohort), eq(counts.period, periods.period)));
  },
});
