import type { Config } from "../config.ts";
import { applyGrants } from "../db/apply-grants.ts";
import type { GrantPlace } from "../db/granted-roles.ts";
import { openIdentityStore } from "../db/identity/open-identity-store.ts";
import type { DatabaseTarget } from "../db/postgres/open-database.ts";
import { databaseTarget } from "./database-target.ts";
import { identityTarget } from "./identity-target.ts";

/** Names of the roles that have their rights now, by database; null where it is embedded and has no logins. */
export type Granted = Readonly<Record<GrantPlace, readonly string[] | null>>;

/** Give the product's roles their rights in the database, which is migrated, and in the identity store, which is migrated first; may be done again. Throws `grants.denied`, and as opening them does. */
export async function grantRights(given: { readonly config: Config; readonly dataDir: string }): Promise<Granted> {
  const [database, identity] = [databaseTarget(given), identityTarget(given)];
  return {
    database: "url" in database ? await applyGrants(database, "database") : null,
    identity: "url" in identity ? await ofMigrated(identity) : null,
  };
}

async function ofMigrated(target: DatabaseTarget): Promise<readonly string[]> {
  const store = await openIdentityStore(target);
  try {
    await store.migrate();
  } finally {
    await store.close();
  }
  return applyGrants(target, "identity");
}
