import { expect, test } from "vitest";
import type { CheckRule } from "../spec/check.ts";
import { checkPhrase, checkReport, failedChecks, type Measure } from "./check-result.ts";
import { judgeCheck } from "./judge-check.ts";

const now = Date.parse("2026-11-02T00:00:00.000Z");
const nothing: Measure = { figure: null, failing: null, compared: null, latest: null };
const judged = (rule: CheckRule, measure: Partial<Measure>, earlier: readonly number[] = []): string => {
  const result = judgeCheck({ ...rule, name: "c", severity: "warn" }, { ...nothing, ...measure }, { earlier, now });
  return `${result.state}, ${checkPhrase(result)}`;
};

test.each<[CheckRule, Partial<Measure>, string]>([
  [{ kind: "unique", columns: ["id"] }, { failing: 0 }, "passed, c: 0, at most 0"],
  [{ kind: "acceptedValues", column: "a", values: ["b"] }, { failing: 2 }, "failed, c: 2, at most 0"],
  [{ kind: "nullShare", column: "a", atMost: 0.3 }, { figure: "0.300000", failing: 3 }, "passed, c: 0.3, at most 0.3"],
  [
    { kind: "nullShare", column: "a", atMost: 0.3 },
    { figure: "0.300001", failing: 4 },
    "failed, c: 0.300001, at most 0.3",
  ],
  [
    { kind: "uniqueShare", columns: ["a"], atMost: 0.01 },
    { figure: "0.010001", failing: 7 },
    "failed, c: 0.010001, at most 0.01",
  ],
  [{ kind: "rowCount", atLeast: 2, atMost: 4 }, { figure: "1" }, "failed, c: 1, at least 2, at most 4"],
  [{ kind: "rowCount", atLeast: 2, atMost: 4 }, { figure: "4" }, "passed, c: 4, at least 2, at most 4"],
  [{ kind: "rowCount", atLeast: null, atMost: 4 }, { figure: "5" }, "failed, c: 5, at most 4"],
  [
    { kind: "sourceFresh", withinMs: 86_400_000 },
    { latest: "2026-11-01T00:00:00.000Z" },
    "passed, c: 24, at most 24 hours",
  ],
  [
    { kind: "sourceFresh", withinMs: 86_400_000 },
    { latest: "2026-10-31T12:00:00.000Z" },
    "failed, c: 36, at most 24 hours",
  ],
  [{ kind: "sourceFresh", withinMs: 86_400_000 }, {}, "passed, c: nothing, at most 24 hours"],
])("%j measured %j", (rule, measure, expected) => {
  expect(judged(rule, measure)).toBe(expected);
});

test("a difference of sums is judged either way, by an amount or by a share of the other sum", () => {
  const sums = (within: { amount: number } | { share: number }, figure: string): string =>
    judged({ kind: "sumsMatch", column: "a", of: "o", ofColumn: "b", within }, { figure, compared: "-200" });
  expect(sums({ amount: 0.01 }, "-0.01")).toBe("passed, c: -0.01, within 0.01");
  expect(sums({ amount: 0.01 }, "-0.02")).toBe("failed, c: -0.02, within 0.01");
  expect(sums({ share: 0.01 }, "2")).toBe("passed, c: 2, within 2 (0.01 of 200)");
  expect(sums({ share: 0.01 }, "2.1")).toBe("failed, c: 2.1, within 2 (0.01 of 200)");
});

test("a number of rows is judged against the median of the last ones, and holds without any", () => {
  const change = (figure: string, earlier: readonly number[], fall: number | null = 0.2): string =>
    judged({ kind: "rowChange", last: 3, fall, rise: 0.5 }, { figure }, earlier);
  expect(change("5", [])).toBe("passed, c: 5, no earlier materialisation");
  expect(change("79", [100, 1, 1_000, 7])).toBe(
    "failed, c: 79, at least 80, at most 150 (100 is the median of the last 3)",
  );
  expect(change("150", [100, 100])).toBe("passed, c: 150, at least 80, at most 150 (100 is the median of the last 2)");
  expect(change("1", [100], null)).toBe("passed, c: 1, at most 150 (100 is the median of the last 1)");
  const fall: CheckRule = { kind: "rowChange", last: 1, fall: 0.2, rise: null };
  expect(judged(fall, { figure: "900" }, [100])).toBe("passed, c: 900, at least 80 (100 is the median of the last 1)");
});

test.each<[CheckRule, string]>([
  [{ kind: "failing", reads: [] }, "passed, c: 0, at most 0"],
  [{ kind: "rowCount", atLeast: 1, atMost: null }, "failed, c: 0, at least 1"],
  [
    { kind: "sumsMatch", column: "a", of: "o", ofColumn: "b", within: { share: 0.1 } },
    "passed, c: 0, within 0 (0.1 of 0)",
  ],
])("%j that is answered nothing measures nothing", (rule, expected) => {
  expect(judged(rule, {})).toBe(expected);
});

test("a report tells what failed, ten of each severity at most", () => {
  const spec = { kind: "rowCount", atLeast: 1, atMost: null } as const;
  const results = Array.from({ length: 12 }, (_, at) =>
    judgeCheck({ ...spec, name: `c${at}`, severity: "warn" }, { ...nothing, figure: "0" }, { earlier: [], now }),
  );
  const { warned, blocked } = checkReport(results);
  expect([warned.length, warned[0], blocked]).toEqual([10, "c0: 0, at least 1", []]);
});

test("failed checks are told by severity", () => {
  const spec = { kind: "rowCount", atLeast: 1, atMost: null, name: "c" } as const;
  const results = (["block", "warn"] as const).map((severity) =>
    judgeCheck({ ...spec, severity }, { ...nothing, figure: "0" }, { earlier: [], now }),
  );
  expect(failedChecks(results, "block")).toEqual(results.slice(0, 1));
  expect(failedChecks(results, "warn")).toEqual(results.slice(1));
});
