import { failedChecks, type CheckResult } from "../core/check/check-result.ts";
import type { BuiltMart } from "../core/ports/mart-port.ts";
import type { CheckTexts } from "./declare/check-text.ts";
import { keepResults } from "./keep-results.ts";
import { measureChecks, type CheckStatements } from "./measure-checks.ts";
import type { Scope, Session } from "./record-entry.ts";
import { refuseFailedChecks } from "./refuse-failed-checks.ts";

/** Measures what was rebuilt, behind `head`, and throws to keep it from being published. */
export type Check = (scope: Scope, head: string, params: readonly unknown[]) => Promise<void>;

/** A build of a mart, what it is for, and what may end it. */
export type CheckedBuild = { readonly mart: string; readonly cause: string; readonly signal?: AbortSignal | undefined };

/** Build a mart in one transaction that its checks may refuse, and keep their results in either case. Throws `check.failed`. */
export async function checkedBuild<On extends Scope>(
  sql: Session<On>,
  { checkTexts, statements }: { readonly checkTexts: CheckTexts; readonly statements: CheckStatements },
  { mart, cause, signal }: CheckedBuild,
  publish: (scope: On, check: Check) => Promise<Omit<BuiltMart, "checks">>,
): Promise<BuiltMart> {
  let results: readonly CheckResult[] = [];
  const check: Check = async (scope, head, params) => {
    const content = { asset: mart, materialisation: null, now: 0, head, params };
    results = await measureChecks(scope, statements, checkTexts.get(mart) ?? [], content);
    refuseFailedChecks(mart, results);
  };
  try {
    return await sql.transaction(async (scope) => {
      const built = await publish(scope, check);
      await keepResults(scope, statements, { asset: mart, cause, materialisation: built.materialisationId }, results);
      return { ...built, checks: results };
    }, signal);
  } catch (error) {
    const refused = { asset: mart, cause, materialisation: null };
    if (failedChecks(results, "block").length > 0)
      await sql.transaction((scope) => keepResults(scope, statements, refused, results));
    throw error;
  }
}
