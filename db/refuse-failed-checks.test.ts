import { expect, test } from "vitest";
import type { CheckResult } from "../core/check/check-result.ts";
import { refuseFailedChecks } from "./refuse-failed-checks.ts";

const result = (check: string, over: Partial<CheckResult> = {}): CheckResult => ({
  check,
  kind: "unique",
  severity: "block",
  state: "failed",
  figure: 1,
  bound: "at most 0",
  failing: 1,
  ...over,
});

test("what blocks is refused by name, figure and bound; what warns, and what holds, is not", () => {
  const rest = [result("b", { severity: "warn" }), result("c", { state: "passed" })];
  expect(() => refuseFailedChecks("revenue_daily", rest)).not.toThrow();
  expect(() => refuseFailedChecks("revenue_daily", [result("a"), ...rest])).toThrow(
    "A check of the mart revenue_daily failed: a: 1, at most 0. Its old content was kept, and its next run builds it again. `sillage checks show revenue_daily` tells the trend.",
  );
  expect(() => refuseFailedChecks("revenue_daily", [result("a"), result("d")])).toThrow(
    /^2 checks of the mart revenue_daily failed: a: 1, at most 0; d: 1, at most 0\./,
  );
});
