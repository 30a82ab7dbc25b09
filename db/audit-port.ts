import type { AuditEntry, AuditPort, Materialisation, SourceRate } from "../core/ports/audit.ts";
import { liveSettings } from "./live-settings.ts";
import { recordEntry, type AuditStatements, type Session } from "./record-entry.ts";

/** What was changed by hand, with the settings that are changed live, in a dialect's statements. */
export const auditPort = (sql: Session, statements: AuditStatements): AuditPort => ({
  recordAudit: (entry, mirror) =>
    mirror === null
      ? recordEntry(sql, statements, entry)
      : sql.transaction(async (scope) => {
          await recordEntry(scope, statements, entry);
          const { asset, landedThrough, fence, control } = mirror;
          const { saveControl } = statements.audit;
          await scope.query(saveControl, [asset, landedThrough, fence, JSON.stringify(control), control.revision]);
        }),
  audits: (asset) => sql.query<AuditEntry>(statements.audit.list, [asset]),
  individualAnswers: () => sql.query<AuditEntry>(statements.audit.individual, []),
  async assetControl(asset) {
    const [row] = await sql.query<{ control: string | null }>(statements.audit.control, [asset]);
    return row?.control == null ? undefined : JSON.parse(row.control);
  },
  materialisations: (asset) => sql.query<Materialisation>(statements.audit.materialisations, [asset]),
  sourceRates: () => sql.query<SourceRate>(statements.audit.rates, []),
  changeThrottle: (change, by) =>
    sql.transaction((scope) => liveSettings(scope, statements).changeThrottle(change, by)),
  setSourceRate: (rate, by) => sql.transaction((scope) => liveSettings(scope, statements).setSourceRate(rate, by)),
});
