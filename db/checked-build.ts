import { failedChecks, type CheckResult } from "../core/check/check-result.ts";
import type { BuiltMart } from "../core/ports/mart-port.ts";
import type { CheckTexts } from "./declare/check-text.ts";
import { keepAttempt, type PartitionStatements } from "./keep-attempt.ts";
import { keepResults } from "./keep-results.ts";
import { measureChecks, type CheckStatements } from "./measure-checks.ts";
import type { Scope, Session } from "./record-entry.ts";
import { refuseFailedChecks } from "./refuse-failed-checks.ts";

/** Measures what was rebuilt, behind `head`, and throws to keep it from being published. */
export type Check = (scope: Scope, head: string, params: readonly unknown[]) => Promise<void>;

/** What a build is held to: `tries` says which days it is at, once they are known; undefined for all. */
export type Building = { readonly check: Check; readonly tries: (days: readonly string[] | undefined) => void };

/** A build of a mart (`days` as they were asked for), what it is for, and what may end it. */
export type CheckedBuild = {
  readonly mart: string;
  readonly days: readonly string[] | undefined;
  readonly cause: string;
  readonly signal?: AbortSignal | undefined;
};

/** What a dialect says for builds. */
type BuildStatements<On> = PartitionStatements<On> & {
  readonly checkTexts: CheckTexts;
  readonly statements: CheckStatements;
};

/** Build a mart in one transaction that its checks may refuse; keep their results in either case, and how the attempt ended. Throws `check.failed`. */
export async function checkedBuild<On extends Scope>(
  sql: Session<On>,
  { checkTexts, statements, ...attempts }: BuildStatements<On>,
  { mart, days, cause, signal }: CheckedBuild,
  publish: (scope: On, building: Building) => Promise<Omit<BuiltMart, "checks">>,
): Promise<BuiltMart> {
  let results: readonly CheckResult[] = [];
  let tried = days;
  const check: Check = async (scope, head, params) => {
    const content = { asset: mart, materialisation: null, now: 0, head, params };
    results = await measureChecks(scope, statements, checkTexts.get(mart) ?? [], content);
    refuseFailedChecks(mart, results);
  };
  const tries = (chosen: readonly string[] | undefined) => void (tried = chosen);
  try {
    return await sql.transaction(async (scope) => {
      const built = await publish(scope, { check, tries });
      await keepResults(scope, statements, { asset: mart, cause, materialisation: built.materialisationId }, results);
      await keepAttempt(scope, attempts, { mart, days: tried, ended: "built" });
      return { ...built, checks: results };
    }, signal);
  } catch (error) {
    const refused = { asset: mart, cause, materialisation: null };
    if (failedChecks(results, "block").length > 0)
      await sql.transaction((scope) => keepResults(scope, statements, refused, results));
    // One that nobody waits for any longer did not fail; where the database is away, the next attempt tells.
    if (signal?.aborted !== true)
      await sql
        .transaction((scope) => keepAttempt(scope, attempts, { mart, days: tried, ended: "failed" }))
        .catch(() => undefined);
    throw error;
  }
}
