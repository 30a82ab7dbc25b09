import type { QuarantinedLine, QuarantinePort } from "../../core/ports/quarantine.ts";
import type { SqlSession } from "./session.ts";
import { quarantine } from "./statements/quarantine.ts";

/** Rows that did not fit, and those that a replay brought in. */
export const quarantinePort = (sql: SqlSession): QuarantinePort => ({
  quarantined: (table) => sql.query<QuarantinedLine>(quarantine.waiting, [table ?? null]),
  async nextQuarantined({ table, loadId, after }) {
    const [next] = await sql.query<{ loadId: string }>(quarantine.next, [table, loadId, after]);
    return next?.loadId;
  },
  claimQuarantined: (loadId, by) =>
    sql.transaction((scope) => scope.query<QuarantinedLine>(quarantine.claim, [loadId, by])),
});
