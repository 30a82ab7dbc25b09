import type { Database } from "../core/ports/database.ts";
import type { DatabaseRole } from "./database-role.ts";
import { isMssqlUrl } from "./mssql/connection-settings.ts";
import {
  openDatabase as openPostgres,
  type DatabaseDeclarations,
  type DatabaseTarget,
} from "./postgres/open-database.ts";

/** The target database behind its port: the URL says which engine it is. `role` says how long a statement may take, and whether a connection is asked for again. Opening applies no migration. Throws `db.url`, `db.locked`, `db.unreachable`. */
export async function openDatabase(
  target: DatabaseTarget,
  declared: DatabaseDeclarations,
  role: DatabaseRole = "ingestion",
): Promise<Database> {
  if (!("url" in target && isMssqlUrl(target.url))) return openPostgres(target, declared, role);
  // The driver and its Entra ID client take 0.2 s and 44 MB: only those who use them pay.
  const { openMssql } = await import("./mssql/open-database.ts");
  return openMssql(target.url, declared, role);
}
