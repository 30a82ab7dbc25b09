import { and, eq, gte, isNull, lt, type Query, type SQLWrapper } from "../index.ts";
import { siteDays } from "./tables/site-days.ts";

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
