import { median } from "../median.ts";
import type { CheckSpec } from "../spec/check.ts";
import type { CheckResult, Measure } from "./check-result.ts";

const hourMs = 3_600_000;
const rounded = (value: number): number => Math.round(value * 1_000_000) / 1_000_000;

/** What a check is judged by beside its measure: figures of earlier materialisations, newest first, and the time (ms) of the clock that rules. */
export type CheckContext = { readonly earlier: readonly number[]; readonly now: number };

type Verdict = Pick<CheckResult, "figure" | "bound"> & { readonly holds: boolean };

/** Judge one check. What cannot be measured (a sum of no rows, a first materialisation) holds. */
export function judgeCheck(spec: CheckSpec, measure: Measure, context: CheckContext): CheckResult {
  const { figure, bound, holds } = verdictOf(spec, measure, context);
  const { name: check, kind, severity } = spec;
  return { check, kind, severity, state: holds ? "passed" : "failed", figure, bound, failing: measure.failing };
}

function verdictOf(spec: CheckSpec, measure: Measure, { earlier, now }: CheckContext): Verdict {
  const figure = Number(measure.figure ?? 0);
  switch (spec.kind) {
    case "unique":
    case "references":
    case "acceptedValues":
    case "between":
    case "failing":
      return withinBounds(measure.failing ?? 0, null, 0);
    case "nullShare":
    case "uniqueShare":
      return withinBounds(figure, null, spec.atMost);
    case "rowCount":
      return withinBounds(figure, spec.atLeast, spec.atMost);
    case "rowChange":
      return changed(figure, earlier.slice(0, spec.last), spec);
    case "sumsMatch":
      return matching(figure, Math.abs(Number(measure.compared ?? 0)), spec.within);
    case "sourceFresh":
      return fresh(measure.latest, spec.withinMs, now);
  }
}

function withinBounds(figure: number, atLeast: number | null, atMost: number | null): Verdict {
  const words = [atLeast === null ? [] : `at least ${atLeast}`, atMost === null ? [] : `at most ${atMost}`].flat();
  const holds = (atLeast === null || figure >= atLeast) && (atMost === null || figure <= atMost);
  return { figure, bound: words.join(", "), holds };
}

function changed(
  figure: number,
  earlier: readonly number[],
  { fall, rise }: { readonly fall: number | null; readonly rise: number | null },
): Verdict {
  if (earlier.length === 0) return { figure, bound: "no earlier materialisation", holds: true };
  const usual = median(earlier);
  const atLeast = fall === null ? null : rounded(usual * (1 - fall));
  const atMost = rise === null ? null : rounded(usual * (1 + rise));
  const { bound, holds } = withinBounds(figure, atLeast, atMost);
  return { figure, bound: `${bound} (${usual} is the median of the last ${earlier.length})`, holds };
}

function matching(
  difference: number,
  compared: number,
  within: { readonly amount: number } | { readonly share: number },
): Verdict {
  const most = "amount" in within ? within.amount : rounded(within.share * compared);
  const bound = `within ${most}${"share" in within ? ` (${within.share} of ${compared})` : ""}`;
  return { figure: difference, bound, holds: Math.abs(difference) <= most };
}

function fresh(latest: string | null, withinMs: number, now: number): Verdict {
  const bound = `at most ${rounded(withinMs / hourMs)} hours`;
  if (latest === null) return { figure: null, bound, holds: true };
  const age = now - Date.parse(latest);
  return { figure: Math.round((age / hourMs) * 100) / 100, bound, holds: age <= withinMs };
}
