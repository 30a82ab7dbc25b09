import { is, SQL, sql, type SQLWrapper } from "drizzle-orm";
import type { QueryBuilder } from "drizzle-orm/pg-core";

/** What rows are grouped by. */
export type Grain = "day" | "week" | "month" | "season" | "year";

/** What the dialects say in different words. */
export type Words = {
  /** True for the days being rebuilt; all of them when the statement's one parameter is null. */
  readonly inDays: (column: SQLWrapper) => SQL<boolean>;
  /** The first day of the period that a day is in; weeks are ISO. `season` is the calendar year: bases close from November to February. */
  readonly period: (grain: Grain, column: SQLWrapper) => SQL<string>;
  /** Which month (1–12) or ISO week (1–53) of its year a day is in. */
  readonly unitOfYear: (unit: "month" | "week", column: SQLWrapper) => SQL<number>;
  /** Day of the week, 1 for Monday to 7 for Sunday. */
  readonly weekday: (column: SQLWrapper) => SQL<number>;
  /** Hour (0–23) of an instant by the clocks of a zone (IANA). Throws `graph.invalid` for a zone that a dialect has no name for. */
  readonly localHour: (instant: SQLWrapper, zone: string) => SQL<number>;
  /** Whole days from one day to another, which may be given as YYYY-MM-DD. */
  readonly daysBetween: (from: SQLWrapper, to: SQLWrapper | string) => SQL<number>;
  /** Months from the month of one day to that of another. */
  readonly monthsBetween: (from: SQLWrapper, to: SQLWrapper) => SQL<number>;
  /** True for people who were erased or are restricted since a mart was built: rows of theirs in it are told of no more. */
  readonly isKeptOut: (person: SQLWrapper) => SQL<boolean>;
  /** No person, where another part of a union has one. */
  readonly noPerson: () => SQL<string | null>;
};

/**
 * The read-only query builder that marts and KPIs are written with, and its dialect's words. What they build stands
 * inside another statement, where T-SQL takes no `with` and no order: name a part with `.as()`, and leave sorting to
 * the engine.
 */
export type Query = Pick<QueryBuilder, "select" | "selectDistinct"> & Words;

type Fields = { readonly [name: string]: SQLWrapper };

/** A select list with every field named after its property, so that rows come back under the names the query gave them. */
export const aliased = (fields: Fields): Record<string, SQL.Aliased> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, isNamed(field) ? field : sql`${field}`.as(name)]),
  );

/** True for an expression named by `.as()`; a column of a named part is not, whatever it is called there. */
const isNamed = (field: SQLWrapper): field is SQL.Aliased =>
  is(field, SQL.Aliased) && Reflect.get(field, "isSelectionField") !== true;

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

/**
 * The share `part`/`whole` of an amount, rounded to cents; zero of a whole of zero. All three are below ten thousand
 * million: T-SQL keeps six decimals of a quotient of wider ones, which rounds twice.
 */
export const shareOf = (amount: SQLWrapper, part: SQLWrapper, whole: SQLWrapper): SQL<string> =>
  sql<string>`cast(coalesce(${narrow(amount)} * ${narrow(part)} / nullif(${narrow(whole)}, 0), 0) as decimal(18,2))`;

/** The share `part`/`whole` of counts or amounts, rounded to four decimals; null of a whole of zero. */
export const rateOf = (part: SQLWrapper, whole: SQLWrapper): SQL<string | null> =>
  sql<string | null>`cast(${exact(part)} / nullif(${exact(whole)}, 0) as decimal(18,4))`;

/** An amount for each of a count, rounded to cents; null for each of none. */
export const perEach = (amount: SQLWrapper, count: SQLWrapper): SQL<string | null> =>
  sql<string | null>`cast(${exact(amount)} / nullif(${exact(count)}, 0) as decimal(18,2))`;

const exact = (amount: SQLWrapper): SQL => sql`cast(${amount} as decimal(18,2))`;
const narrow = (amount: SQLWrapper): SQL => sql`cast(${amount} as decimal(12,2))`;

/** True for a JSON list of whole numbers that holds one. */
export const listHolds = (list: SQLWrapper, value: number): SQL =>
  sql`concat(',', replace(replace(replace(cast(${list} as varchar(4000)), '[', ''), ']', ''), ' ', ''), ',') like ${`%,${Math.trunc(value)},%`}`;

/** A count of rows as an integer. */
export const countRows = (): SQL<number> => sql<number>`cast(count(*) as integer)`;

/** How many different values there are. */
export const countDistinct = (value: SQLWrapper): SQL<number> => sql<number>`cast(count(distinct ${value}) as integer)`;

/** A sum as an integer, zero when there is none. */
export const sumInt = (value: SQLWrapper): SQL<number> => sql<number>`cast(coalesce(sum(${value}), 0) as integer)`;

/** An integer written into the query. */
export const asInt = (value: number): SQL<number> =>
  sql<number>`cast(${sql.raw(String(Math.trunc(value)))} as integer)`;
