import { is, SQL, sql, type SQLWrapper } from "drizzle-orm";
import { PgDialect, QueryBuilder } from "drizzle-orm/pg-core";

/**
 * The read-only query builder that marts and KPIs are written with. What they build stands inside another statement,
 * where T-SQL takes no `with` and no order: name a part with `.as()`, and leave sorting to the engine.
 */
export type Query = Pick<QueryBuilder, "select" | "selectDistinct">;

/** What rows are grouped by. */
export type Grain = "day" | "week" | "month" | "season" | "year";

/** A rendered statement and its bound values. */
export type Statement = { readonly text: string; readonly params: readonly unknown[] };

const dialect = new PgDialect();

/**
 * A query builder without a connection: what it builds is rendered, then run through the database port. Every field
 * of a select list is named after its property, so that rows come back under the names the query gave them.
 */
export function query(): Query {
  const builder = new QueryBuilder();
  const select: unknown = Reflect.get(builder, "select");
  if (typeof select === "function")
    Reflect.set(builder, "select", (fields: Fields) => Reflect.apply(select, builder, [aliased(fields)]));
  return builder;
}

type Fields = { readonly [name: string]: SQLWrapper };

const aliased = (fields: Fields): Record<string, SQL.Aliased> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, isNamed(field) ? field : sql`${field}`.as(name)]),
  );

/** True for an expression named by `.as()`; a column of a named part is not, whatever it is called there. */
const isNamed = (field: SQLWrapper): field is SQL.Aliased =>
  is(field, SQL.Aliased) && Reflect.get(field, "isSelectionField") !== true;

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

/** An exact amount with two decimals; zero for none. */
export const asMoney = (value: SQLWrapper): SQL<string> => sql<string>`cast(coalesce(${value}, 0) as decimal(18,2))`;

/** No amount, where another part of a union has one. */
export const noMoney = (): SQL<string> => sql<string>`cast(0 as decimal(18,2))`;

/** An amount without the VAT of `rate` per cent that is in it, rounded to cents: as on a receipt's line, so that every sum of lines agrees with every other. */
export const withoutVat = (total: SQLWrapper, rate: SQLWrapper): SQL<string> =>
  sql<string>`cast(${total} * 100 / (100 + ${rate}) as decimal(18,2))`;

/** No person, where another part of a union has one. */
export const noPerson = (): SQL<string | null> => sql<string | null>`cast(null as uuid)`;

/** The share `part`/`whole` of an amount, rounded to cents; zero of a whole of zero. */
export const shareOf = (amount: SQLWrapper, part: SQLWrapper, whole: SQLWrapper): SQL<string> =>
  sql<string>`cast(coalesce(${amount} * ${part} / nullif(${whole}, 0), 0) as decimal(18,2))`;

/** A count of rows as an integer. */
export const countRows = (): SQL<number> => sql<number>`cast(count(*) as integer)`;

/** How many different values there are. */
export const countDistinct = (value: SQLWrapper): SQL<number> => sql<number>`cast(count(distinct ${value}) as integer)`;

/** A sum as an integer, zero when there is none. */
export const sumInt = (value: SQLWrapper): SQL<number> => sql<number>`cast(coalesce(sum(${value}), 0) as integer)`;

/** An integer written into the query. */
export const asInt = (value: number): SQL<number> =>
  sql<number>`cast(${sql.raw(String(Math.trunc(value)))} as integer)`;

/** Whole days from one day to another, YYYY-MM-DD. */
export const daysBetween = (from: SQLWrapper, to: string): SQL<number> =>
  sql<number>`cast(cast(${to} as date) - ${from} as integer)`;

/** The first day of the period that a day is in. `season` is the calendar year: bases close from November to February. */
export function period(grain: Grain, column: SQLWrapper): SQL<string> {
  const unit = grain === "season" ? "year" : grain;
  return grain === "day"
    ? sql<string>`${column}`
    : sql<string>`cast(date_trunc(${sql.raw(`'${unit}'`)}, ${column}) as date)`;
}

/** Places in an order: column names, `-` before those that fall. */
export type Order = readonly string[];
/** Rows after a place in an order, at most so many. */
export type Page = { readonly after: readonly (string | number)[] | undefined; readonly most: number };

/** A page of a built query's rows: standard SQL that both dialects take, the built query having no order of its own. */
export function paged(built: SQLWrapper, order: Order, { after, most }: Page): SQL {
  const keys = order.map((key) => ({ column: columnOf(key), falls: key.startsWith("-") }));
  const sorted = sql.join(
    keys.map(({ column, falls }) => sql`${column} ${sql.raw(falls ? "desc" : "asc")}`),
    sql`, `,
  );
  const where = after === undefined ? sql`` : sql` where ${isAfter(keys, after)}`;
  return sql`select * from ${built} as "answer"${where} order by ${sorted} offset 0 rows fetch next ${most} rows only`;
}

const columnOf = (key: string): SQL => sql`"answer".${sql.identifier(key.replace(/^-/, ""))}`;

/** Later in the first key, or the same there and later in the next, and so on. */
function isAfter(
  keys: readonly { readonly column: SQL; readonly falls: boolean }[],
  after: readonly (string | number)[],
): SQL {
  const cases = keys.map(({ column, falls }, at) => {
    const same = keys.slice(0, at).map((earlier, place) => sql`${earlier.column} = ${after[place]}`);
    return sql`(${sql.join([...same, sql`${column} ${sql.raw(falls ? "<" : ">")} ${after[at]}`], sql` and `)})`;
  });
  return sql`(${sql.join(cases, sql` or `)})`;
}
