import type { CheckSpec, Severity } from "../spec/check.ts";

/** What a check's statement answered. Decimals are exact text; a column that the check's kind does not measure is null. */
export type Measure = {
  readonly figure: string | null;
  /** Rows that fail. */
  readonly failing: number | null;
  /** The sum that a sum is compared with. */
  readonly compared: string | null;
  /** ISO instant of the newest row. */
  readonly latest: string | null;
};

/** How a check came out: its figure (rows, a share, a difference, hours; null where there is nothing to measure), and the bound in words. */
export type CheckResult = {
  readonly check: string;
  readonly kind: CheckSpec["kind"];
  readonly severity: Severity;
  readonly state: "passed" | "failed";
  readonly figure: number | null;
  readonly bound: string;
  readonly failing: number | null;
};

/** Checks that failed, by severity. */
export const failedChecks = (results: readonly CheckResult[], severity: Severity): readonly CheckResult[] =>
  results.filter((result) => result.state === "failed" && result.severity === severity);

/** The checks of an asset that failed, a phrase each, as its entity and its run tell them. */
export type CheckReport = { readonly warned: readonly string[]; readonly blocked: readonly string[] };

/** No check failed, or there is none. */
export const noFailedChecks: CheckReport = { warned: [], blocked: [] };

/** What results say that failed: so many phrases of each severity at most, since a report is kept in histories. */
export const checkReport = (results: readonly CheckResult[]): CheckReport => ({
  warned: failedChecks(results, "warn").slice(0, mostTold).map(checkPhrase),
  blocked: failedChecks(results, "block").slice(0, mostTold).map(checkPhrase),
});
const mostTold = 10;

/** A failed check in one phrase: its name, its figure and its bound. */
export const checkPhrase = ({ check, figure, bound }: Pick<CheckResult, "check" | "figure" | "bound">): string =>
  `${check}: ${figure ?? "nothing"}, ${bound}`;
