import type { AssetGraph } from "../../core/graph/asset-graph.ts";
import type { Database, InDialects } from "../../core/ports/database.ts";
import type { DatabaseRole } from "../database-role.ts";
import { backfillPort } from "./backfills.ts";
import { loadPort } from "./loads.ts";
import { martPort } from "./marts.ts";
import { migrate } from "./migrate.ts";
import { pgliteSession } from "./pglite-session.ts";
import { poolSession } from "./pool-session.ts";
import { quarantinePort } from "./quarantine.ts";
import type { SqlSession } from "./session.ts";
import { apiKeyPort, statePort } from "./state.ts";
import { throttlePort } from "./throttle.ts";

/** Where a database is: a PGlite directory, PGlite in memory, or PostgreSQL by URL. */
export type DatabaseTarget = { readonly directory: string } | { readonly memory: true } | { readonly url: string };

/** What a deployment tells its database. `migrations` is the folder that holds one sub-folder a dialect. */
export type DatabaseDeclarations = {
  readonly graph: Pick<AssetGraph, "spec">;
  readonly migrations: URL;
  readonly martText: ReadonlyMap<string, InDialects<string>>;
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
  ...backfillPort(sql),
  ...martPort(sql, declared.graph.spec, declared.martText),
  ...apiKeyPort(sql),
  describe: sql.describe,
  migrate: () =>
    migrate(sql, [
      { owner: "engine", folder: new URL("migrations/", import.meta.url) },
      { owner: "deployment", folder: new URL("postgres/", declared.migrations) },
    ]),
  read: ({ postgres }) => sql.query(postgres.text, postgres.params),
  query: (text, params) => sql.query(text, params),
  close: sql.close,
});
