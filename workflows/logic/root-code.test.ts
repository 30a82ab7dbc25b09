import { ApplicationFailure } from "@temporalio/common";
import { expect, test } from "vitest";
import { rootCode } from "./root-code.ts";
import { runStep } from "./run-step.ts";

test("a failure's code is that of what really happened", () => {
  const cause = ApplicationFailure.nonRetryable("It broke.", "source.contract");
  expect(rootCode(new Error("child failed", { cause: new Error("activity failed", { cause }) }))).toBe(
    "source.contract",
  );
  expect(rootCode(new Error("of nobody's making"))).toBe("unexpected");
});

test("a step is kept with what it came to, its words no longer than 500 characters", () => {
  const outcome = { asset: "orders", state: "failed", rows: 0, code: "a.b", detail: "é".repeat(501) } as const;
  expect(runStep(outcome, Date.parse("2026-11-25T02:15:00Z"), Date.parse("2026-11-25T02:15:01.500Z"))).toEqual({
    asset: "orders",
    state: "failed",
    rows: 0,
    bytes: null,
    load: null,
    code: "a.b",
    endedAt: "2026-11-25T02:15:01.500Z",
    ms: 1_500,
    detail: `${"é".repeat(499)}…`,
  });
});
