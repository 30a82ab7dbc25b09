import type { CheckResult } from "../core/check/check-result.ts";
import type { CheckStatements } from "./measure-checks.ts";
import type { Scope } from "./record-entry.ts";

/** What results are kept under: of one cause (a run, a load) once. */
export type ResultsOf = { readonly asset: string; readonly cause: string; readonly materialisation: string | null };

/** Keep results of checks, the last 50 of each; one that says the same of the same materialisation as the last one takes its place. */
export async function keepResults(
  scope: Scope,
  { checks }: CheckStatements,
  { asset, cause, materialisation }: ResultsOf,
  results: readonly CheckResult[],
): Promise<void> {
  for (const { check, kind, severity, state, figure, bound, failing } of results) {
    const told = [kind, severity, state, figure, bound, failing, materialisation];
    await scope.query(checks.keep, [asset, check, cause, ...told]);
    await scope.query(checks.compact, [asset, check]);
  }
}
