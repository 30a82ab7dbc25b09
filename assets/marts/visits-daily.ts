import {
  and,
  countDistinct,
  countRows,
  daily,
  date,
  eager,
  eq,
  failing,
  gt,
  int,
  mart,
  sql,
  unique,
  within,
} from "../../index.ts";
import { people } from "../people.ts";
import { clients } from "../tables/clients.ts";
import { visits } from "../tables/visits.ts";

/** Passages of one base and day, and how many distinct known people they were: merged clients are one, deleted and erased ones none. */
export const visitsDaily = mart("visits_daily", {
  doc: "Passages of one base and day.",
  deps: { visits, clients },
  dimensions: ["clients"],
  rebuiltBy: ["clients"],
  automation: eager(),
  partitions: daily({ from: "2024-03-01", zone: "Europe/Paris" }),
  freshness: within("10 hours"),
  columns: {
    day: date().key(1).doc("Business day"),
    siteId: int().key(2).doc("The base"),
    visits: int().doc("Passages"),
    people: int().doc("Known clients who came, each once"),
  },
  checks: [
    unique("day", "siteId"),
    (self) =>
      failing("no more people than visits", {
        deps: {},
        rows: ({ q }) => q.select({ day: self.day }).from(self).where(gt(self.people, self.visits)),
      }),
  ],
  rows: ({ visits, clients }, { q, inDays }) => {
    const known = people(q, clients);
    return q
      .select({
        day: sql<string>`${visits.businessDay}`,
        siteId: visits.siteId,
        visits: countRows(),
        people: countDistinct(known.person),
      })
      .from(visits)
      .leftJoin(known, eq(known.id, visits.clientId))
      .where(and(inDays(visits.businessDay), sql`${visits.businessDay} is not null`))
      .groupBy(visits.businessDay, visits.siteId);
  },
});
