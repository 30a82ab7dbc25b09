import { is, SQL, sql, type SQLWrapper } from "drizzle-orm";
import { PgDialect, QueryBuilder } from "drizzle-orm/pg-core";

/** The read-only query builder that marts and KPIs are written with. */
export type Query = Pick<QueryBuilder, "select" | "with" | "$with" | "selectDistinct">;

/** A rendered statement and its bound values. */
export type Statement = { readonly text: string; readonly params: readonly unknown[] };

const dialect = new PgDialect();

/**
 * A query builder without a connection: what it builds is rendered, then run through the database port. Every field
 * of a select list is named after its property, so that rows come back under the names the query gave them.
 */
export function query(): Query {
  const builder = new QueryBuilder();
  const over = builder.with.bind(builder);
  nameFields(builder);
  Reflect.set(builder, "with", (...subqueries: Parameters<typeof over>) => nameFields(over(...subqueries)));
  return builder;
}

/** Makes `select` of a builder name every field after its property. */
function nameFields<B extends { select: unknown }>(builder: B): B {
  const select: unknown = builder.select;
  if (typeof select === "function")
    Reflect.set(builder, "select", (fields: Fields) => Reflect.apply(select, builder, [aliased(fields)]));
  return builder;
}

type Fields = { readonly [name: string]: SQLWrapper };

const aliased = (fields: Fields): Record<string, SQL.Aliased> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, is(field, SQL.Aliased) ? field : sql`${field}`.as(name)]),
  );

/** Text and parameters of a built query. */
export function render(built: SQLWrapper): Statement {
  const { sql: text, params } = dialect.sqlToQuery(built.getSQL());
  return { text, params };
}

/** Text of a built query with its values written in: for marts, whose only parameter is the list of days. */
export const renderInline = (built: SQLWrapper): string => dialect.sqlToQuery(built.getSQL().inlineParams()).sql;

/** True for the days being rebuilt; all of them when the statement's `$1` is null. */
export const inDays = (column: SQLWrapper): SQL<boolean> =>
  sql<boolean>`(${sql.raw("$1::date[]")} is null or ${column} = any(${sql.raw("$1::date[]")}))`;

/** A sum of amounts, zero when there is none, exact text with two decimals. */
export const sumMoney = (value: SQLWrapper): SQL<string> =>
  sql<string>`cast(coalesce(sum(${value}), 0) as decimal(18,2))`;

/** An exact amount with two decimals. */
export const asMoney = (value: SQLWrapper): SQL<string> => sql<string>`cast(coalesce(${value}, 0) as decimal(18,2))`;

/** A count of rows as an integer. */
export const countRows = (): SQL<number> => sql<number>`cast(count(*) as integer)`;

/** A sum as an integer, zero when there is none. */
export const sumInt = (value: SQLWrapper): SQL<number> => sql<number>`cast(coalesce(sum(${value}), 0) as integer)`;

/** The first day of the period that a day is in. `season` is the calendar year: bases close from November to February. */
export function period(grain: "day" | "week" | "month" | "season" | "year", column: SQLWrapper): SQL<string> {
  const unit = grain === "season" ? "year" : grain;
  return grain === "day"
    ? sql<string>`${column}`
    : sql<string>`cast(date_trunc(${sql.raw(`'${unit}'`)}, ${column}) as date)`;
}
