import type { AssetGraph } from "../../core/graph/asset-graph.ts";
import type { Database, InDialects } from "../../core/ports/database.ts";
import type { DatabaseRole } from "../database-role.ts";
import { auditPort } from "../audit-port.ts";
import { automationPort } from "../automation-port.ts";
import type { CheckTexts } from "../declare/check-text.ts";
import { checkPort } from "../check-port.ts";
import { backfillPort } from "../backfill-port.ts";
import { deployedPort } from "../deployed-port.ts";
import { erasurePort } from "../erasure-port.ts";
import { partingPort } from "../parting-port.ts";
import { resealPort } from "../reseal-port.ts";
import { runPort } from "../run-port.ts";
import { driftPort } from "../drift-port.ts";
import { sensorPort } from "../sensor-port.ts";
import { sourcePausePort } from "../source-pause-port.ts";
import { loadPort } from "./loads.ts";
import { martPort } from "./marts.ts";
import { unapplied } from "../unapplied.ts";
import { migrate } from "./migrate.ts";
import { pgliteSession } from "./pglite-session.ts";
import { poolSession } from "./pool-session.ts";
import { quarantinePort } from "./quarantine.ts";
import type { SqlSession } from "./session.ts";
import { serverPort } from "./server.ts";
import { lockTables } from "./lock-tables.ts";
import { audit } from "./statements/audit.ts";
import { automation } from "./statements/automation.ts";
import { backfills } from "./statements/backfills.ts";
import { checks } from "./statements/checks.ts";
import { deployed } from "./statements/deployed.ts";
import { erasure, erasureStatements, martErasure } from "./statements/erasure.ts";
import { partingStatements } from "./statements/parting.ts";
import { resealMisfits, resealStatements } from "./statements/reseal.ts";
import { recordMaterialisation } from "./record-materialisation.ts";
import { newId } from "./new-id.ts";
import { pauses } from "./statements/pauses.ts";
import { runs } from "./statements/runs.ts";
import { compareStatement, drift } from "./statements/drift.ts";
import { sensors } from "./statements/sensors.ts";
import { throttle } from "./statements/throttle.ts";
import { apiKeyPort, statePort } from "./state.ts";
import { migrations } from "./statements/migrations.ts";
import { throttlePort } from "./throttle.ts";

/** Where a database is: a PGlite directory, PGlite in memory, or PostgreSQL by URL. */
export type DatabaseTarget = { readonly directory: string } | { readonly memory: true } | { readonly url: string };

/** What a deployment tells its database. `migrations` is the folder that holds one sub-folder a dialect. */
export type DatabaseDeclarations = {
  readonly graph: Pick<AssetGraph, "spec">;
  readonly migrations: URL;
  readonly martText: ReadonlyMap<string, InDialects<string>>;
  readonly checkTexts: CheckTexts;
};

/** A session on a target. Throws `db.locked`, `db.unreachable`. */
export async function openSession(target: DatabaseTarget, role: DatabaseRole = "ingestion"): Promise<SqlSession> {
  if ("url" in target) return poolSession(target.url, role);
  return pgliteSession("directory" in target ? target.directory : undefined);
}

/** The target database behind its port. Opening applies no migration. */
export const openDatabase = async (
  target: DatabaseTarget,
  declared: DatabaseDeclarations,
  role?: DatabaseRole,
): Promise<Database> => databaseOn(await openSession(target, role), declared);

/** The target database on a session that is open. */
export const databaseOn = (sql: SqlSession, declared: DatabaseDeclarations): Database => ({
  ...loadPort(sql, declared.graph.spec.tables),
  ...throttlePort(sql),
  ...statePort(sql),
  ...quarantinePort(sql),
  ...backfillPort(sql, { backfills, instant: (iso) => iso, lock: lockTables }),
  ...runPort(sql, { runs, instant: (iso) => iso }),
  ...driftPort(sql, { drift, compare: compareStatement, instant: (iso) => iso }),
  ...sensorPort(sql, { sensors, instant: (iso) => iso }),
  ...martPort(sql, declared.graph.spec, declared),
  ...checkPort(sql, declared.checkTexts, { dialect: "postgres", checks }),
  ...deployedPort(sql, { deployed, lock: lockTables }),
  ...erasurePort(sql, declared.graph.spec, {
    erasure,
    ofTable: erasureStatements,
    ofMart: martErasure,
    lock: lockTables,
    record: recordMaterialisation,
    newId,
  }),
  ...partingPort(sql, declared.graph.spec.tables, {
    isAnybodyErased: erasure.isAnybodyErased,
    sealedOf: erasureStatements,
    ofTable: partingStatements,
    lock: lockTables,
    record: recordMaterialisation,
    newId,
  }),
  ...resealPort(sql, { misfits: resealMisfits, ofTable: resealStatements, lock: lockTables }),
  ...apiKeyPort(sql),
  ...serverPort(sql, declared.graph.spec),
  ...auditPort(sql, { audit, throttle, instant: (iso) => iso }),
  ...sourcePausePort(sql, { pauses }),
  ...automationPort(sql, { automation, instant: (iso) => iso }),
  describe: sql.describe,
  migrate: () => migrate(sql, foldersOf(declared)),
  unapplied: () => unapplied(foldersOf(declared), () => sql.query<{ name: string }>(migrations.applied)),
  read: ({ postgres }) => sql.read(postgres.text, postgres.params),
  query: (text, params) => sql.query(text, params),
  close: sql.close,
});

const foldersOf = ({ migrations: folder }: DatabaseDeclarations) => [
  { owner: "engine", folder: new URL("migrations/", import.meta.url) },
  { owner: "deployment", folder: new URL("postgres/", folder) },
];
