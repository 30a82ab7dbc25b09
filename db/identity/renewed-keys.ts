import type { FormerKey, RenewedKeyPort } from "../../core/ports/renewed-keys.ts";
import type { SqlSession } from "../postgres/session.ts";
import { hex } from "./hex.ts";
import { renewedStatements } from "./postgres-renewed-statements.ts";

/** People's keys made anew. */
export const renewedKeys = (sql: SqlSession): RenewedKeyPort => ({
  async renewKey({ lookup, epoch, was, wrappedKey, kid, former }) {
    const made = [lookup, epoch, hex(was), hex(wrappedKey), hex(kid), hex(former)];
    return (await sql.query(renewedStatements.renewKey, made)).length > 0;
  },
  formerKeys: (lookup) => sql.query<FormerKey>(renewedStatements.formerKeys, [lookup]),
  endFormerKey: async (lookup, kid) => void (await sql.query(renewedStatements.endFormerKey, [lookup, hex(kid)])),
  countFormerKeys: async (before) =>
    (await sql.query<{ n: number }>(renewedStatements.countFormerKeys, [before]))[0]?.n ?? 0,
  countRenewed: async () => (await sql.query<{ n: number }>(renewedStatements.countRenewed))[0]?.n ?? 0,
});
