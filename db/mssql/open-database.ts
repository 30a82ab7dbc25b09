import type { Database } from "../../core/ports/database.ts";
import type { DatabaseRole } from "../database-role.ts";
import type { DatabaseDeclarations } from "../postgres/open-database.ts";
import { backfillPort } from "./backfills.ts";
import { loadPort } from "./loads.ts";
import { martPort } from "./marts.ts";
import { migrate } from "./migrate.ts";
import { poolSession } from "./pool-session.ts";
import { quarantinePort } from "./quarantine.ts";
import { apiKeyPort, statePort } from "./state.ts";
import { throttlePort } from "./throttle.ts";

/** SQL Server or Azure SQL by `mssql://` URL, behind the database's port. Opening applies no migration and connects to nothing yet. Throws `db.url`. */
export function openMssql(url: string, declared: DatabaseDeclarations, role: DatabaseRole): Database {
  const sql = poolSession(url, role);
  return {
    ...loadPort(sql, declared.graph.spec.tables),
    ...throttlePort(sql),
    ...statePort(sql),
    ...quarantinePort(sql),
    ...backfillPort(sql),
    ...martPort(sql, declared.graph.spec, declared.martText),
    ...apiKeyPort(sql),
    describe: sql.describe,
    migrate: () =>
      migrate(sql, [
        { owner: "engine", folder: new URL("migrations/", import.meta.url) },
        { owner: "deployment", folder: new URL("mssql/", declared.migrations) },
      ]),
    read: ({ mssql }) => sql.query(mssql.text, mssql.params),
    query: (text, params) => sql.query(text, params),
    close: sql.close,
  };
}
