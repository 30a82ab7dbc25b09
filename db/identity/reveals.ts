import type { RevealLedger, RevealRow, RevealTail } from "../../core/ports/reveal-ledger.ts";
import type { SqlSession } from "../postgres/session.ts";
import { hex } from "./hex.ts";
import { revealStatements } from "./postgres-reveal-statements.ts";

/** The audit of reveals. */
export const reveals = (sql: SqlSession): RevealLedger => ({
  appendReveals: ({ since, caller, pid }, make) =>
    sql.transaction(async (scope) => {
      await scope.query(revealStatements.lockReveals);
      const [last] = await scope.query<Pick<RevealRow, "seq" | "mac">>(revealStatements.lastReveal);
      const [counted] = await scope.query<Pick<RevealTail, "byCaller" | "ofPerson">>(revealStatements.countReveals, [
        since,
        caller,
        pid,
      ]);
      const { byCaller = 0, ofPerson = 0 } = counted ?? {};
      const rows = make({ seq: last?.seq ?? 0, mac: last?.mac ?? null, byCaller, ofPerson });
      await scope.query(revealStatements.addReveals, [
        ...(["seq", "at", "what", "caller", "pid", "request", "detail"] as const).map((name) =>
          rows.map((row) => row[name]),
        ),
        rows.map(({ mac }) => hex(mac)),
      ]);
      return rows;
    }),
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
