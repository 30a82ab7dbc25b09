import type { AssetSpec } from "../../core/spec/asset.ts";
import type { Severity } from "../../core/spec/check.ts";
import type { KeptResult } from "../../db/declare/kept-result.ts";

/** A declared check and its last 20 results, newest first. */
export type CheckTrend = {
  readonly check: string;
  readonly severity: Severity;
  readonly results: readonly Omit<KeptResult, "asset" | "check">[];
};

/** Trends of an asset's declared checks. */
export const trendsOf = (asset: AssetSpec, results: readonly KeptResult[]): readonly CheckTrend[] =>
  asset.checks.map(({ name, severity }) => ({
    check: name,
    severity,
    results: results.filter(({ check }) => check === name).map(({ asset: _asset, check: _check, ...told }) => told),
  }));

/** The trends for people: the last result in words, then figures from the oldest to the newest, `!` behind those that failed. */
export const trendLines = (asset: string, trends: readonly CheckTrend[]): readonly string[] =>
  trends.length === 0 ? [`${asset} has no checks.`] : trends.flatMap(linesOf);

function linesOf({ check, severity, results }: CheckTrend): readonly string[] {
  const [last] = results;
  if (last === undefined) return [`${check} (${severity}s): not measured yet`];
  const { state, figure, bound, failing, at, cause } = last;
  const rows = failing === null ? "" : `, ${failing} failing rows`;
  const figures = results
    .toReversed()
    .map((result) => `${result.figure ?? "–"}${result.state === "failed" ? "!" : ""}`);
  return [
    `${check} (${severity}s): ${state}: ${figure ?? "nothing"}, ${bound}${rows}; ${at}, ${cause}`,
    `  ${figures.join(" ")}`,
  ];
}
