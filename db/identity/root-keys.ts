import type { IdentityStore, RootKeyRow } from "../../core/ports/identity-store.ts";
import type { SqlSession } from "../postgres/session.ts";
import { hex } from "./hex.ts";
import { identityStatements } from "./postgres-identity-statements.ts";

/** Wrapped root keys: the first one of each purpose and epoch stays. */
export const rootKeys = (
  sql: SqlSession,
): Pick<IdentityStore, "rootKeys" | "saveRootKey" | "replaceRootKey" | "dropRootKey"> => ({
  rootKeys: () => sql.query<RootKeyRow>(identityStatements.rootKeys),
  async saveRootKey(row) {
    await sql.query(identityStatements.saveRootKey, [row.purpose, row.epoch, hex(row.wrapped), hex(row.check)]);
    const [stored] = await sql.query<RootKeyRow>(identityStatements.rootKey, [row.purpose, row.epoch]);
    return stored ?? row;
  },
  async replaceRootKey({ purpose, epoch, wrapped }, was) {
    await sql.query(identityStatements.replaceRootKey, [purpose, epoch, hex(wrapped), hex(was)]);
  },
  async dropRootKey(purpose, epoch) {
    await sql.query(identityStatements.dropRootKey, [purpose, epoch]);
  },
});
