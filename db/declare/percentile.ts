import { sql, type SQL, type SQLWrapper } from "drizzle-orm";

/** How much weight rows have up to a value, within a group: one part of a percentile. Name it with `.as()`, then ask `percentileDisc` of it in the query around. */
export const weightUpTo = (weight: SQLWrapper, group: SQLWrapper, value: SQLWrapper): SQL<number> =>
  sql<number>`cast(sum(${weight}) over (partition by ${group} order by ${value} rows unbounded preceding) as bigint)`;

/** The weight of all rows of a group: the other part. */
export const weightOf = (weight: SQLWrapper, group: SQLWrapper): SQL<number> =>
  sql<number>`cast(sum(${weight}) over (partition by ${group}) as bigint)`;

/**
 * The discrete percentile: the least value up to which `percent` of the weight lies, as PERCENTILE_DISC has it. T-SQL
 * has that as a window only and PostgreSQL as an aggregate only. To be grouped by the group; null without rows.
 */
export const percentileDisc = <Value>(
  percent: number,
  value: SQLWrapper,
  { upTo, whole }: { readonly upTo: SQLWrapper; readonly whole: SQLWrapper },
): SQL<Value> =>
  sql<Value>`min(case when ${upTo} * 100 >= ${whole} * ${sql.raw(String(Math.trunc(percent)))} then ${value} end)`;
