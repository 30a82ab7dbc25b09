import { ulid } from "ulid";
import type { Database } from "../../core/ports/database.ts";
import type { DatabaseRole } from "../database-role.ts";
import type { DatabaseDeclarations } from "../postgres/open-database.ts";
import { auditPort } from "../audit-port.ts";
import { automationPort } from "../automation-port.ts";
import { withJson } from "./with-json.ts";
import { utc } from "./json-list.ts";
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
import { poolSession } from "./pool-session.ts";
import { quarantinePort } from "./quarantine.ts";
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
import { pauses } from "./statements/pauses.ts";
import { runs } from "./statements/runs.ts";
import { compareStatement, drift } from "./statements/drift.ts";
import { sensors } from "./statements/sensors.ts";
import { throttle } from "./statements/throttle.ts";
import { apiKeyPort, statePort } from "./state.ts";
import { migrations } from "./statements/migrations.ts";
import { throttlePort } from "./throttle.ts";

/** SQL Server or Azure SQL by `mssql://` URL, behind the database's port. Opening applies no migration and connects to nothing yet. Throws `db.url`. */
export function openMssql(url: string, declared: DatabaseDeclarations, role: DatabaseRole): Database {
  const sql = poolSession(url, role);
  const folders = [
    { owner: "engine", folder: new URL("migrations/", import.meta.url) },
    { owner: "deployment", folder: new URL("mssql/", declared.migrations) },
  ];
  return {
    ...loadPort(sql, declared.graph.spec.tables),
    ...throttlePort(sql),
    ...statePort(sql),
    ...quarantinePort(sql),
    ...backfillPort(sql, { backfills, instant: utc, lock: lockTables }),
    ...runPort(sql, { runs, instant: utc }),
    ...driftPort(sql, { drift, compare: compareStatement, instant: utc }),
    ...sensorPort(sql, { sensors, instant: utc }),
    ...martPort(sql.unlimited, declared.graph.spec, declared),
    ...checkPort(sql, declared.checkTexts, { dialect: "mssql", checks }),
    ...deployedPort(sql, { deployed, lock: lockTables }),
    ...erasurePort(sql, declared.graph.spec, {
      erasure,
      ofTable: erasureStatements,
      ofMart: martErasure,
      lock: lockTables,
      record: recordMaterialisation,
      newId: () => ulid(),
    }),
    ...partingPort(sql, declared.graph.spec.tables, {
      isAnybodyErased: erasure.isAnybodyErased,
      sealedOf: erasureStatements,
      ofTable: partingStatements,
      lock: lockTables,
      record: recordMaterialisation,
      newId: () => ulid(),
    }),
    ...resealPort(sql, { misfits: resealMisfits, ofTable: resealStatements, lock: lockTables }),
    ...apiKeyPort(sql),
    ...serverPort(sql, declared.graph.spec),
    ...auditPort(sql, { audit, throttle, instant: utc }),
    ...sourcePausePort(sql, { pauses }),
    ...automationPort(sql, { automation, instant: utc }),
    describe: sql.describe,
    migrate: () => migrate(sql.unlimited, folders),
    unapplied: () => unapplied(folders, () => sql.query<{ name: string }>(migrations.applied)),
    read: async ({ mssql }) => withJson(await sql.read(mssql.text, mssql.params), mssql.json ?? []),
    query: (text, params) => sql.query(text, params),
    close: sql.close,
  };
}
