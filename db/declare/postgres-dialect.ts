import { sql } from "drizzle-orm";
import { PgDialect, QueryBuilder } from "drizzle-orm/pg-core";
import type { Dialect } from "./dialect.ts";
import { naming } from "./naming.ts";
import type { Words } from "./query.ts";

const engine = new PgDialect();
const days = sql.raw("$1::date[]");

const words: Words = {
  inDays: (column) => sql<boolean>`(${days} is null or ${column} = any(${days}))`,
  period(grain, column) {
    const unit = grain === "season" ? "year" : grain;
    return grain === "day"
      ? sql<string>`${column}`
      : sql<string>`cast(date_trunc(${sql.raw(`'${unit}'`)}, ${column}) as date)`;
  },
  unitOfYear: (unit, column) => sql<number>`cast(extract(${sql.raw(unit)} from ${column}) as integer)`,
  weekday: (column) => sql<number>`cast(extract(isodow from ${column}) as integer)`,
  localHour: (instant, zone) =>
    sql<number>`cast(extract(hour from ${instant} at time zone ${sql.raw(`'${zone}'`)}) as integer)`,
  monthsBetween: (from, to) =>
    sql<number>`cast(12 * (extract(year from ${to}) - extract(year from ${from})) + extract(month from ${to}) - extract(month from ${from}) as integer)`,
  daysBetween: (from, to) => sql<number>`cast(cast(${to} as date) - ${from} as integer)`,
  isKeptOut: (person) =>
    sql<boolean>`(${person} in (select pid from sillage.erased_person union all select pid from sillage.restricted_person))`,
  noPerson: () => sql<string | null>`cast(null as uuid)`,
};

/** PostgreSQL's, PGlite's too. Its drivers read exact values as they are stored. */
export const postgresDialect: Dialect = {
  query: () => Object.assign(naming(new QueryBuilder()), words),
  render(built) {
    const { sql: text, params } = engine.sqlToQuery(built.getSQL());
    return { text, params };
  },
  renderInline: (built) => engine.sqlToQuery(built.getSQL().inlineParams()).sql,
  martEnd: sql``,
  toInstant: (text) => sql`cast(${text} as timestamptz(3))`,
  utcDay: (instant) => sql`cast(${instant} at time zone 'UTC' as date)`,
  shown: () => sql`*`,
};
