import type { IdentityStore } from "../../core/ports/identity-store.ts";
import type { DatabaseRole } from "../database-role.ts";
import { isMssqlUrl } from "../mssql/connection-settings.ts";
import { openSession, type DatabaseTarget } from "../postgres/open-database.ts";
import { sqlIdentityStore } from "./sql-identity-store.ts";

/** The identity store: the URL says which engine it is on, `role` how long a statement may take and whether a connection is asked for again. Throws `db.url`, `db.locked`, `db.unreachable`. */
export async function openIdentityStore(
  target: DatabaseTarget,
  role: DatabaseRole = "ingestion",
): Promise<IdentityStore> {
  if (!("url" in target && isMssqlUrl(target.url))) return sqlIdentityStore(await openSession(target, role));
  const [{ poolSession }, { mssqlIdentityStore }] = await Promise.all([
    import("../mssql/pool-session.ts"),
    import("./mssql-identity-store.ts"),
  ]);
  return mssqlIdentityStore(poolSession(target.url, role));
}
