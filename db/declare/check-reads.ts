import { sql } from "drizzle-orm";
import type { DialectName, Statement } from "../../core/ports/database.ts";
import { dialects } from "./dialects.ts";
import type { Shown } from "./dialect.ts";
import { inDialects } from "./in-dialects.ts";

const text = { kind: "text", length: 200 } as const;
const columns: readonly Shown[] = [
  { name: "asset", type: text },
  { name: "check_name", type: text },
  { name: "kind", type: text },
  { name: "at", type: { kind: "instant", reads: "rfc3339" } },
  { name: "severity", type: text },
  { name: "state", type: text },
  { name: "figure", type: { kind: "bigint" } },
  { name: "bound", type: text },
  { name: "failing", type: { kind: "bigint" } },
  { name: "cause", type: text },
];
const told = sql.identifier("told");
const kept = sql`select asset, check_name, kind, at, severity, state, figure, bound, failing, cause, row_number() over (partition by asset, check_name order by at desc) as place from ${sql.identifier("sillage")}.${sql.identifier("check_result")}`;
const list = (dialect: DialectName) => dialects[dialect].shown(columns, told);

/** The last result of every check, by asset and check. */
export const lastChecks: Statement = inDialects((dialect) =>
  dialects[dialect].render(
    sql`select ${list(dialect)} from (${kept}) as ${told} where place = 1 order by asset, check_name`,
  ),
);

/** The last 20 results of each check of an asset, newest first. */
export const checkTrend = (asset: string): Statement =>
  inDialects((dialect) =>
    dialects[dialect].render(
      sql`select ${list(dialect)} from (${kept} where asset = ${asset}) as ${told} where place <= 20 order by check_name, at desc`,
    ),
  );
