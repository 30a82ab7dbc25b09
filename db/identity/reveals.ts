import type { RevealCount, RevealLedger, RevealRow, RevealsCounted } from "../../core/ports/reveal-ledger.ts";
import type { SqlSession } from "../postgres/session.ts";
import { hex } from "./hex.ts";
import { revealStatements } from "./postgres-reveal-statements.ts";

/** The audit of reveals. */
export const reveals = (sql: SqlSession): RevealLedger => ({
  appendReveals: (count, make) =>
    sql.transaction(async (scope) => {
      await scope.query(revealStatements.lockReveals);
      const [last] = await scope.query<Pick<RevealRow, "seq" | "mac">>(revealStatements.lastReveal);
      const rows = make({ seq: last?.seq ?? 0, mac: last?.mac ?? null, ...(await counted(scope, count)) });
      await scope.query(revealStatements.addReveals, [
        ...(["seq", "at", "what", "caller", "pid", "request", "detail"] as const).map((name) =>
          rows.map((row) => row[name]),
        ),
        rows.map(({ mac }) => hex(mac)),
      ]);
      return rows;
    }),
  countReveals: (count) => counted(sql, count),
  revealRows: (after, limit) => sql.query<RevealRow>(revealStatements.reveals, [after, limit]),
  revealsOf: (request) => sql.query<RevealRow>(revealStatements.revealsOf, [request]),
  forgetReveals: async (through) => void (await sql.query(revealStatements.forgetReveals, [through])),
  async standingOf(pid) {
    const [found] = await sql.query<{ restricted: boolean; decoy: boolean }>(revealStatements.standing, [pid]);
    return found ?? { restricted: false, decoy: false };
  },
  addDecoy: async (pid) => void (await sql.query(revealStatements.addDecoy, [pid])),
  async livingPids(after, limit) {
    const rows = await sql.query<{ pid: string }>(revealStatements.livingPids, [after, limit]);
    return rows.map(({ pid }) => pid);
  },
});

async function counted(on: Pick<SqlSession, "query">, { since, caller, pid }: RevealCount): Promise<RevealsCounted> {
  const [found] = await on.query<RevealsCounted>(revealStatements.countReveals, [since, caller, pid]);
  return { byCaller: found?.byCaller ?? 0, ofPerson: found?.ofPerson ?? 0, unopened: found?.unopened ?? 0 };
}
