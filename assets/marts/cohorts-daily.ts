import { and, countDistinct, daily, date, int, mart, sql, text, unique, within, type Query } from "../../index.ts";
import { passages } from "../passages.ts";
import { clients } from "../tables/clients.ts";
import { visits } from "../tables/visits.ts";

type Tables = { readonly visits: typeof visits.open; readonly clients: typeof clients.open };
/** The base under which stands what is true of all of them together. */
export const anyBase = 0;

/** One row a passage: person, day, the month or season that it was in, and its base, or the one for any. */
function seen(q: Query, tables: Tables, grain: "month" | "season", base: "each" | "any") {
  const came = passages(q, tables, `${base}_${grain}`);
  return q
    .select({
      person: came.person,
      day: came.day,
      siteId: (base === "each"
        ? sql<number>`${came.siteId}`
        : sql<number>`cast(${sql.raw(String(anyBase))} as integer)`
      ).as("site_id"),
      grain: sql<string>`'${sql.raw(grain)}'`.as("grain"),
      period: sql<string>`${q.period(grain, came.day)}`.as("period"),
    })
    .from(came);
}

/** Of the people who came first on one day (to one base, or to any: base 0), how many came in one month or season, the first among them. */
export const cohortsDaily = mart("cohorts_daily", {
  doc: "People of one base and day of the first visit, by months and seasons in which they came.",
  deps: { visits, clients },
  // A first visit is of another day than those that follow; who a client is changes whole histories.
  dimensions: ["visits", "clients"],
  rebuiltBy: ["visits", "clients"],
  partitions: daily({ from: "2024-03-01", zone: "Europe/Paris" }),
  freshness: within("10 hours"),
  columns: {
    day: date().key(3).doc("Day of the first visit"),
    siteId: int().key(1).doc("The base; 0 for any"),
    grain: text(10).key(2).doc("month or season"),
    period: date().key(4).doc("First day of the month or season in which they came"),
    people: int().doc("People who came in it"),
  },
  checks: [unique("day", "siteId", "grain", "period")],
  rows: (tables, { q, inDays }) => {
    const all = seen(q, tables, "month", "each")
      .unionAll(seen(q, tables, "season", "each"))
      .unionAll(seen(q, tables, "month", "any"))
      .unionAll(seen(q, tables, "season", "any"))
      .as("all");
    const dated = q
      .select({
        first: sql<string>`min(${all.day}) over (partition by ${all.siteId}, ${all.grain}, ${all.person})`.as("first"),
        siteId: all.siteId,
        grain: all.grain,
        period: all.period,
        person: all.person,
      })
      .from(all)
      .as("dated");
    return q
      .select({
        day: sql<string>`${dated.first}`,
        siteId: sql<number>`${dated.siteId}`,
        grain: sql<string>`${dated.grain}`,
        period: sql<string>`${dated.period}`,
        people: countDistinct(dated.person),
      })
      .from(dated)
      .where(and(inDays(dated.first)))
      .groupBy(dated.first, dated.siteId, dated.grain, dated.period);
  },
});
