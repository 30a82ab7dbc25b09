import type { CheckResult } from "../core/check/check-result.ts";
import type { CheckPort } from "../core/ports/check-port.ts";
import type { CheckTexts } from "./declare/check-text.ts";
import { keepResults } from "./keep-results.ts";
import { measureChecks, type CheckStatements } from "./measure-checks.ts";
import type { Session } from "./record-entry.ts";

/** Checks of tables, on what they hold, in a dialect's statements. */
export const checkPort = (sql: Session, texts: CheckTexts, statements: CheckStatements): CheckPort => ({
  checkTable: ({ key }, cause, now) =>
    sql.transaction(async (scope) => {
      const [known] = await scope.query<{ id: string | null }>(statements.checks.materialisation, [key]);
      const about = { asset: key, materialisation: known?.id ?? null };
      const content = { ...about, now: Date.parse(now), head: "", params: [] };
      const results = await measureChecks(scope, statements, texts.get(key) ?? [], content);
      await keepResults(scope, statements, { ...about, cause }, results);
      return results;
    }),
  lastResults: (asset) => sql.query<CheckResult>(statements.checks.last, [asset]),
});
