import type { QuarantinedLine, QuarantinePort } from "../../core/ports/database.ts";
import type { SqlSession } from "./session.ts";
import { quarantine } from "./statements/quarantine.ts";

/** Rows that did not fit, and those that a replay brought in. */
export const quarantinePort = (sql: SqlSession): QuarantinePort => ({
  quarantined: (table) => sql.query(quarantine.waiting, [table ?? null]),
  claimQuarantined: ({ table, loadId, except }, by) =>
    sql.query<QuarantinedLine>(quarantine.claim, [table, loadId, [...except], by]),
});
