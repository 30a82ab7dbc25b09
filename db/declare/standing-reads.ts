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
  const [state, place] = [sql.identifier("state"), sql.identifier("place")];
  const steps = sql`select asset, run_id, ${state}, row_number() over (partition by asset order by ended_at desc, run_id desc) as ${place} from ${sillage("run_step")} where ${state} in ('done', 'unchanged', 'failed')`;
  return sql`select asset, run_id from (${steps}) as ${told} where ${place} = 1 and ${state} = 'failed'`;
});
