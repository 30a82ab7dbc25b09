import { and, eq, gt, ne, sql, type Query } from "../index.ts";
import { peopleDaily } from "./marts/people-daily.ts";

/** Days on which somebody known came, at one base or all. */
export const came = (table: typeof peopleDaily.open, site: number | undefined) =>
  and(
    gt(table.visits, 0),
    ne(table.person, "00000000-0000-0000-0000-000000000000"),
    site === undefined ? undefined : eq(table.siteId, site),
  );

/** The day on which each known person came first, whenever that was, at one base or any. */
export const firstVisits = (q: Query, table: typeof peopleDaily.open, site: number | undefined) =>
  q
    .select({ person: table.person, first: sql<string>`min(${table.day})`.as("first") })
    .from(table)
    .where(came(table, site))
    .groupBy(table.person)
    .as("first_visits");
