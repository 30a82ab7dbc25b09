import type { IdentityStore } from "../../core/ports/identity-store.ts";
import type { SqlSession } from "../postgres/session.ts";
import { blindIndexes } from "./blind-indexes.ts";
import { epochs } from "./epochs.ts";
import { indexVersions } from "./index-versions.ts";
import { identityStatements } from "./postgres-identity-statements.ts";
import { indexStatements } from "./postgres-index-statements.ts";
import { requestStatements } from "./postgres-request-statements.ts";
import { requests } from "./requests.ts";
import { renewedKeys } from "./renewed-keys.ts";
import { renewedStatements } from "./postgres-renewed-statements.ts";
import { revealStatements } from "./postgres-reveal-statements.ts";
import { reveals } from "./reveals.ts";
import { rootKeys } from "./root-keys.ts";
import { subjects } from "./subjects.ts";

/** The identity store on PGlite or PostgreSQL: people, blind indexes, wrapped root keys, epochs, in the schema `identity`. */
export const sqlIdentityStore = (sql: SqlSession): IdentityStore => ({
  migrate: () =>
    sql.transaction(async (scope) => {
      await scope.exec(identityStatements.beginMigration);
      await scope.exec(identityStatements.schema);
      await scope.exec(identityStatements.epochs0002);
      await scope.exec(requestStatements.requests0003);
      await scope.exec(revealStatements.reveals0004);
      await scope.exec(indexStatements.indexes0005);
      await scope.exec(renewedStatements.renewed0006);
      await scope.exec(requestStatements.trials0007);
      await scope.exec(identityStatements.room0008);
      await scope.exec(identityStatements.first0009);
    }),
  ...subjects(sql),
  ...blindIndexes(sql),
  ...rootKeys(sql),
  ...epochs(sql),
  ...requests(sql, { requests: requestStatements, instant: (iso) => iso }),
  ...reveals(sql),
  ...indexVersions(sql, { indexes: indexStatements, instant: (iso) => iso }),
  ...renewedKeys(sql),
  close: () => sql.close(),
});
