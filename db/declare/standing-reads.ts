import { sql, type SQL } from "drizzle-orm";
import type { DialectName, Statement } from "../../core/ports/database.ts";
import type { Shown } from "./dialect.ts";
import { dialects } from "./dialects.ts";
import { inDialects } from "./in-dialects.ts";

const sillage = (table: string): SQL => sql`${sql.identifier("sillage")}.${sql.identifier(table)}`;
const told = sql.identifier("told");
const text = { kind: "text", length: 500 } as const;
const rendered = (build: (dialect: DialectName) => SQL): Statement =>
  inDialects((dialect) => dialects[dialect].render(build(dialect)));

/** What operators set at assets, as `asset` and `control` (JSON). */
export const assetControls: Statement = rendered(
  () => sql`select asset, control from ${sillage("asset_state")} where control is not null`,
);

const incident: readonly Shown[] = [
  { name: "asset", type: text },
  { name: "health", type: text },
  { name: "why", type: text },
  { name: "opened_at", type: { kind: "instant", reads: "rfc3339" } },
];

/** Every incident that lasts, however old, as `asset`, `health`, `why` and `opened_at`. */
export const openIncidents: Statement = rendered((dialect) => {
  const open = sql`select asset, health, why, opened_at from ${sillage("incident")} where closed_at is null`;
  return sql`select ${dialects[dialect].shown(incident, told)} from (${open}) as ${told}`;
});

/** Assets whose last step that did something failed, as `asset` and `run_id`. Steps that were skipped or held say nothing. */
export const failedSteps: Statement = rendered(() => {
  // From the few that failed to the last of each one's asset, both by an index: a year of steps is not sorted for a page.
  const [one, step, state] = [sql.identifier("failed"), sql.identifier("step"), sql.identifier("state")];
  const last = sql`select ${step}.run_id from ${sillage("run_step")} as ${step} where ${step}.asset = ${one}.asset and ${step}.${state} in ('done', 'unchanged', 'failed') order by ${step}.ended_at desc, ${step}.run_id desc offset 0 rows fetch next 1 rows only`;
  return sql`select ${one}.asset, ${one}.run_id from ${sillage("run_step")} as ${one} where ${one}.${state} = 'failed' and ${one}.run_id = (${last})`;
});
