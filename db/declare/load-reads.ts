import { sql, type SQL } from "drizzle-orm";
import type { DialectName, Statement } from "../../core/ports/database.ts";
import type { Shown } from "./dialect.ts";
import { dialects } from "./dialects.ts";
import { inDialects } from "./in-dialects.ts";

const told = sql.identifier("told");
const sillage = (table: string): SQL => sql`${sql.identifier("sillage")}.${sql.identifier(table)}`;
const rendered = (build: (dialect: DialectName) => SQL): Statement =>
  inDialects((dialect) => dialects[dialect].render(build(dialect)));

const rate: readonly Shown[] = [
  { name: "bytes", type: { kind: "bigint" } },
  { name: "opened_at", type: { kind: "instant", reads: "rfc3339" } },
  { name: "ended_at", type: { kind: "instant", reads: "rfc3339" } },
];

/** Loads that were merged since an ISO instant of the database's clock, as `bytes`, `opened_at` and `ended_at`: what came in, and over which time. */
export const recentLoads = (since: string): Statement =>
  rendered((dialect) => {
    const instant = dialects[dialect].toInstant(sql`${since}`);
    const merged = sql`select bytes, opened_at, ended_at from ${sillage("load")} where state = 'merged' and ended_at >= ${instant}`;
    return sql`select ${dialects[dialect].shown(rate, told)} from (${merged}) as ${told}`;
  });

/** Rows that wait in quarantine by what they broke, as `table_key`, `column_name`, `rule` and `rows`; no value. */
export const quarantineCounts: Statement = rendered(() => {
  const [waits, by] = [sql.identifier("waits"), sql.identifier("replay")];
  const replayed = sql`select 1 from ${sillage("load")} as ${by} where ${by}.load_id = ${waits}.replayed_load and ${by}.state = 'merged'`;
  const kind = sql`${waits}.table_key, ${waits}.column_name, ${waits}.${sql.identifier("rule")}`;
  return sql`select ${kind}, cast(count(*) as integer) as ${sql.identifier("rows")} from ${sillage("quarantine")} as ${waits} where ${waits}.replayed_load is null or not exists (${replayed}) group by ${kind} order by ${kind}`;
});
