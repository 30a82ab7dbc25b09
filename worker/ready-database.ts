import { SillageError } from "../core/errors.ts";
import type { Database } from "../core/ports/database.ts";
import type { DatabaseRole } from "../db/database-role.ts";
import { migrateDatabase } from "./migrate-database.ts";
import { untilItAnswers, type Waiting } from "./until-it-answers.ts";

/** What is made ready, and for whom; `embedded` where nobody else could migrate it. */
type Unready = {
  readonly database: Pick<Database, "migrate" | "unapplied" | "describe" | "throttleState" | "setThrottle">;
  readonly role: DatabaseRole;
  readonly embedded: boolean;
  /** How many times the rate merges are paced at, in a database that is made. */
  readonly mergeFactor: number;
};

/**
 * Wait until the database answers and is migrated: by ourselves for ingestion, by somebody else for the API, whose login
 * may read only. Throws `db.not-migrated` when nobody did, `db.migration-altered`, or why it does not answer.
 */
export const readyDatabase = ({ database, role, embedded, mergeFactor }: Unready, waiting: Waiting): Promise<void> =>
  untilItAnswers(async () => {
    if (role === "ingestion" || embedded) await migrateDatabase(database, mergeFactor);
    else await requireMigrated(database);
  }, waiting);

async function requireMigrated(database: Unready["database"]): Promise<void> {
  const [first, ...others] = await database.unapplied();
  if (first === undefined) return;
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  throw new SillageError({
    code: "db.not-migrated",
    message: `${database.describe()} is not migrated: ${first}${more} ${others.length === 0 ? "is" : "are"} missing.`,
    fix: "Run `sillage migrate`.",
    retryable: true,
  });
}
