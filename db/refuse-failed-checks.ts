import { checkPhrase, failedChecks, type CheckResult } from "../core/check/check-result.ts";
import { SillageError } from "../core/errors.ts";

/** Refuse to publish what a blocking check found wrong. Throws `check.failed`. */
export function refuseFailedChecks(mart: string, results: readonly CheckResult[]): void {
  const failed = failedChecks(results, "block");
  if (failed.length === 0) return;
  throw new SillageError({
    code: "check.failed",
    message: `${failed.length === 1 ? "A check" : `${failed.length} checks`} of the mart ${mart} failed: ${failed.map(checkPhrase).join("; ")}.`,
    fix: `Its old content was kept, and its next run builds it again. \`sillage checks show ${mart}\` tells the trend.`,
  });
}
