import type { RevealCount, RevealLedger, RevealRow, RevealsCounted } from "../../core/ports/reveal-ledger.ts";
import { utc } from "../mssql/json-list.ts";
import { lockName } from "../mssql/lock-tables.ts";
import type { SqlSession } from "../mssql/session.ts";
import { hex } from "./hex.ts";
import { revealStatements } from "./mssql-reveal-statements.ts";

/** The audit of reveals on SQL Server or Azure SQL. */
export const mssqlReveals = (sql: SqlSession): RevealLedger => ({
  appendReveals: (count, make) =>
    sql.transaction(async (scope) => {
      await lockName(scope, "sillage/reveals");
      const [last] = await scope.query<Pick<RevealRow, "seq" | "mac">>(revealStatements.lastReveal);
      const rows = make({ seq: last?.seq ?? 0, mac: last?.mac ?? null, ...(await counted(scope, count)) });
      const told = rows.map((row) => ({ ...row, at: utc(row.at), mac: hex(row.mac) }));
      await scope.query(revealStatements.addReveals, [JSON.stringify(told)]);
      return rows;
    }),
  countReveals: (count) => counted(sql, count),
  revealRows: (after, limit) => sql.query<RevealRow>(revealStatements.reveals, [after, limit]),
  revealsOf: (request) => sql.query<RevealRow>(revealStatements.revealsOf, [request]),
  forgetReveals: async (through) => void (await sql.query(revealStatements.forgetReveals, [through])),
  async standingOf(pid) {
    const [found] = await sql.query<{ restricted: number; decoy: number }>(revealStatements.standing, [pid]);
    return { restricted: (found?.restricted ?? 0) > 0, decoy: (found?.decoy ?? 0) > 0 };
  },
  addDecoy: async (pid) => void (await sql.query(revealStatements.addDecoy, [pid])),
  async livingPids(after, limit) {
    const rows = await sql.query<{ pid: string }>(revealStatements.livingPids, [after, limit]);
    return rows.map(({ pid }) => pid);
  },
});

async function counted(on: Pick<SqlSession, "query">, { since, caller, pid }: RevealCount): Promise<RevealsCounted> {
  const [found] = await on.query<RevealsCounted>(revealStatements.countReveals, [utc(since), caller, pid]);
  return { byCaller: found?.byCaller ?? 0, ofPerson: found?.ofPerson ?? 0, unopened: found?.unopened ?? 0 };
}
