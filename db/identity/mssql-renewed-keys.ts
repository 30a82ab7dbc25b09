import type { FormerKey, RenewedKeyPort } from "../../core/ports/renewed-keys.ts";
import { utc } from "../mssql/json-list.ts";
import type { SqlSession } from "../mssql/session.ts";
import { hex } from "./hex.ts";
import { renewedStatements } from "./mssql-renewed-statements.ts";

/** People's keys made anew, on SQL Server or Azure SQL. */
export const mssqlRenewedKeys = (sql: SqlSession): RenewedKeyPort => ({
  renewKey: ({ lookup, epoch, was, wrappedKey, kid, former }) =>
    sql.transaction(async (scope) => {
      const made = [lookup, epoch, hex(was), hex(wrappedKey), hex(kid)];
      const [changed] = await scope.query<{ n: number }>(renewedStatements.renewKey, made);
      if ((changed?.n ?? 0) === 0) return false;
      await scope.query(renewedStatements.addFormerKey, [lookup, hex(former), hex(was)]);
      return true;
    }),
  formerKeys: (lookup) => sql.query<FormerKey>(renewedStatements.formerKeys, [lookup]),
  endFormerKey: async (lookup, kid) => void (await sql.query(renewedStatements.endFormerKey, [lookup, hex(kid)])),
  countFormerKeys: async (before) =>
    (await sql.query<{ n: number }>(renewedStatements.countFormerKeys, [utc(before)]))[0]?.n ?? 0,
  countRenewed: async () => (await sql.query<{ n: number }>(renewedStatements.countRenewed, []))[0]?.n ?? 0,
});
