import type { IdentityStore } from "../../core/ports/identity-store.ts";
import type { SqlSession } from "../postgres/session.ts";
import { blindIndexes } from "./blind-indexes.ts";
import { identityStatements } from "./postgres-identity-statements.ts";
import { rootKeys } from "./root-keys.ts";
import { subjects } from "./subjects.ts";

/** The identity store on PGlite or PostgreSQL: people, blind indexes, wrapped root keys, in the schema `identity`. */
export const sqlIdentityStore = (sql: SqlSession): IdentityStore => ({
  migrate: () => sql.exec(identityStatements.schema),
  ...subjects(sql),
  ...blindIndexes(sql),
  ...rootKeys(sql),
  close: () => sql.close(),
});
