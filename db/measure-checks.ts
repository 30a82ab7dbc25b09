import type { CheckResult, Measure } from "../core/check/check-result.ts";
import { judgeCheck } from "../core/check/judge-check.ts";
import type { CheckText } from "./declare/check-text.ts";

/** What a dialect reads for a check. */
export type CheckReads = {
  readonly measure: (check: CheckText) => Promise<Measure | undefined>;
  /** Figures of earlier materialisations of this asset, newest first. */
  readonly earlier: (check: string) => Promise<readonly number[]>;
};

const nothing: Measure = { figure: null, failing: null, compared: null, latest: null };

/** Measure checks and judge them, at an instant of the clock that rules (ms). */
export async function measureChecks(
  checks: readonly CheckText[],
  now: number,
  { measure, earlier }: CheckReads,
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const { kind, name } = check.spec;
    const told = kind === "rowChange" ? await earlier(name) : [];
    results.push(judgeCheck(check.spec, (await measure(check)) ?? nothing, { earlier: told, now }));
  }
  return results;
}
