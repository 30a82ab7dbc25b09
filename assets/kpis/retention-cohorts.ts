import { and, choice, date, eq, gte, int, isNull, kpi, rate, rateOf, sql, sumInt } from "../../index.ts";
import { anyBase, cohortsDaily } from "../marts/cohorts-daily.ts";
import { siteDays } from "../tables/site-days.ts";

/** How many of those who came first in a season or month came again in each later one. */
export const retentionCohorts = kpi("retention-cohorts", {
  summary: "Retention by cohort",
  doc: "People by the season or month of their first visit (a `cohort` of `size` people; those that begin in the range, each whole, since fewer days would be single people), and how many of them were there `k` seasons or months later: `retained`, `rate` of `size`. Later periods are told whatever `to`, when a base was open in them; `k` 0 is the cohort itself. Merged clients are one person; walk-ins, deleted and erased people are nobody. Three seasons up to `to` unless told.",
  deps: { cohortsDaily, siteDays },
  params: { cohort: choice(["season", "month"], "What people are grouped by, and counted in later.") },
  row: { cohort: date(), k: int(), size: int(), retained: int(), rate: rate().nullable() },
  order: ["cohort", "k"],
  seasonsByDefault: 3,
  compared: { by: ["cohort", "k"], of: "rate", period: "cohort" },
  example: {
    asks: { from: "2024-01-01", to: "2027-01-01" },
    rows: [
      { cohort: "2024-01-01", k: 0, size: 10_412, retained: 10_412, rate: 1, delta: null },
      { cohort: "2024-01-01", k: 1, size: 10_412, retained: 3_206, rate: 0.3079, delta: 0.0121 },
    ],
  },
  rows: ({ cohortsDaily, siteDays }, { cohort: grain, from, to, site, q }) => {
    const mine = and(eq(cohortsDaily.grain, grain), eq(cohortsDaily.siteId, site ?? anyBase));
    const cohort = q.period(grain, cohortsDaily.day);
    // A cohort that begins in the range has no day before it, and may have days after it.
    const begins = and(gte(cohortsDaily.day, from), sql`${cohort} >= ${from}`, sql`${cohort} < ${to}`);
    const counts = q
      .select({
        cohort: cohort.as("cohort"),
        period: sql<string>`${cohortsDaily.period}`.as("period"),
        retained: sumInt(cohortsDaily.people).as("retained"),
      })
      .from(cohortsDaily)
      .where(and(mine, begins))
      .groupBy(cohort, cohortsDaily.period)
      .as("counts");
    // All were there in the period of their first visit.
    const sizes = q
      .select({ cohort: sql<string>`${counts.cohort}`.as("cohort"), size: sql<number>`${counts.retained}`.as("size") })
      .from(counts)
      .where(eq(counts.period, counts.cohort))
      .as("sizes");
    const again = q
      .select({ period: sql<string>`${cohortsDaily.period}`.as("period") })
      .from(cohortsDaily)
      .where(mine)
      .groupBy(cohortsDaily.period);
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
    const periods = open.union(again).as("periods");
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
