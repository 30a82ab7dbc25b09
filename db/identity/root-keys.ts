import type { IdentityStore, RootKeyRow } from "../../core/ports/identity-store.ts";
import type { SqlSession } from "../postgres/session.ts";
import { hex } from "./hex.ts";

const selected = `select purpose, epoch, wrapped, check_value as "check" from identity.keyring`;

/** Wrapped root keys: the first one of each purpose and epoch stays. */
export const rootKeys = (sql: SqlSession): Pick<IdentityStore, "rootKeys" | "saveRootKey"> => ({
  rootKeys: () => sql.query<RootKeyRow>(selected),
  async saveRootKey(row) {
    await sql.query(
      `insert into identity.keyring (purpose, epoch, wrapped, check_value) values ($1, $2, decode($3, 'hex'), decode($4, 'hex')) on conflict do nothing`,
      [row.purpose, row.epoch, hex(row.wrapped), hex(row.check)],
    );
    const [stored] = await sql.query<RootKeyRow>(`${selected} where purpose = $1 and epoch = $2`, [
      row.purpose,
      row.epoch,
    ]);
    return stored ?? row;
  },
});
