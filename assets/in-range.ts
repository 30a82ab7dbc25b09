import { and, asInt, eq, gte, isNull, lt, sql, type Bases, type Query, type SQLWrapper } from "../index.ts";
import type { ordersDaily } from "./marts/orders-daily.ts";
import type { peopleDaily } from "./marts/people-daily.ts";
import { everyProduct, type refundsDaily } from "./marts/refunds-daily.ts";
import type { siteDays } from "./tables/site-days.ts";

/** Half-open business days, at one base or all. */
export type Which = { readonly from: string; readonly to: string; readonly site: number | undefined };
/** What a period is here. */
export type Grain = Parameters<Query["period"]>[0];

/** True for rows of the days and the base asked for. */
export const inRange = (row: { readonly day: SQLWrapper; readonly siteId: SQLWrapper }, which: Which) =>
  and(
    gte(row.day, which.from),
    lt(row.day, which.to),
    which.site === undefined ? undefined : eq(row.siteId, which.site),
  );

/** True for what was sold of all kinds of products together, on the days and at the base asked for. */
export const isSold = (row: typeof ordersDaily.open, which: Which) => and(inRange(row, which), eq(row.kind, "all"));

/** True for what was given back of all products together, on the days and at the base asked for. */
export const isGivenBack = (row: typeof refundsDaily.open, which: Which) =>
  and(inRange(row, which), eq(row.productId, everyProduct));

/** Lines that somebody bought, and refunds they got. */
export const dealsOf = (row: typeof peopleDaily.open) => sql`${row.purchases} + ${row.refunds}`;

/** True for days on which somebody bought or got something back. */
export const isDeal = (row: typeof peopleDaily.open) => sql`${dealsOf(row)} > 0`;

/** True for the days of a range on which a base was open. */
export const isOpen = (table: typeof siteDays.open, which: Which) =>
  and(eq(table.open, true), isNull(table.deletedAt), inRange({ day: table.date, siteId: table.siteId }, which));

/** Periods in which a base was open, each once. */
export const openPeriods = (q: Query, table: typeof siteDays.open, which: Which & { readonly grain: Grain }) =>
  q
    .select({ period: q.period(which.grain, table.date) })
    .from(table)
    .where(isOpen(table, which))
    .groupBy(q.period(which.grain, table.date))
    .as("open_periods");

/** The base that a row is of, where each base has rows of its own; 0 where they are together. */
export const baseOf = (bases: Bases, site: SQLWrapper) => (bases === "each" ? sql<number>`${site}` : asInt(0));

/** What people of homes are grouped by: the person first, by which PostgreSQL sorts soonest (decision 0170). */
export const eachAtHome = (row: typeof peopleDaily.open, bases: Bases) => [
  row.person,
  ...(bases === "each" ? [row.siteId] : []),
  row.communeCode,
];

/** The largest amount of one person, of rows of a person each; walk-ins, who are many, are none. */
export const largestOf = (row: { readonly person: SQLWrapper; readonly gross: SQLWrapper }) =>
  sql<string>`cast(max(case when ${row.person} is null then 0 else ${row.gross} end) as decimal(18,2))`;
