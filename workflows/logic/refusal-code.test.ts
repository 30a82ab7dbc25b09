import { ActivityFailure, ApplicationFailure } from "@temporalio/common";
import { expect, test } from "vitest";
import { refusalCode } from "./refusal-code.ts";

const failed = (type: string) =>
  new ActivityFailure(
    "failed",
    "stagePart",
    "1",
    "NON_RETRYABLE_FAILURE",
    undefined,
    ApplicationFailure.nonRetryable("x", type),
  );

test("an altered part refuses its load, with the code found below Temporal's own failures", () => {
  expect(refusalCode(failed("load.altered"))).toBe("load.altered");
  expect(refusalCode(failed("foreign.unreadable"))).toBe("foreign.unreadable");
});

test("an outage leaves its load open", () => {
  expect(refusalCode(failed("store.unreachable"))).toBeUndefined();
  expect(refusalCode(new Error("x"))).toBeUndefined();
  expect(refusalCode("x")).toBeUndefined();
});
