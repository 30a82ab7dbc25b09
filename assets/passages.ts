import { eq, sql, type Query } from "../index.ts";
import { people } from "./people.ts";
import type { clients } from "./tables/clients.ts";
import type { visits } from "./tables/visits.ts";

type Tables = { readonly visits: typeof visits.open; readonly clients: typeof clients.open };

/** One row a passage of somebody known, whenever it was: person, day, base. */
export function passages(q: Query, { visits, clients }: Tables, name = "passages") {
  const known = people(q, clients, `${name}_people`);
  return q
    .select({
      person: sql<string>`${known.person}`.as("person"),
      day: sql<string>`${visits.businessDay}`.as("day"),
      siteId: sql<number>`${visits.siteId}`.as("site_id"),
    })
    .from(visits)
    .innerJoin(known, eq(known.id, visits.clientId))
    .where(sql`${visits.businessDay} is not null`)
    .as(name);
}
