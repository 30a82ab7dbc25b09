import type { IdentityStore } from "../../core/ports/identity-store.ts";
import { isMssqlUrl } from "../mssql/connection-settings.ts";
import { poolSession } from "../mssql/pool-session.ts";
import { openSession, type DatabaseTarget } from "../postgres/open-database.ts";
import { mssqlIdentityStore } from "./mssql-identity-store.ts";
import { sqlIdentityStore } from "./sql-identity-store.ts";

/** The identity store: the URL says which engine it is on. Throws `db.url`, `db.locked`, `db.unreachable`. */
export const openIdentityStore = async (target: DatabaseTarget): Promise<IdentityStore> =>
  "url" in target && isMssqlUrl(target.url)
    ? mssqlIdentityStore(poolSession(target.url))
    : sqlIdentityStore(await openSession(target));
