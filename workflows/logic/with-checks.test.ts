import { expect, test } from "vitest";
import type { StepOutcome } from "../contracts/runs.ts";
import { lostReason, withChecks } from "./with-checks.ts";

const done: StepOutcome = { asset: "orders", state: "done", rows: 3, detail: "3 read" };
const warned = ["row_change: 20, at most 15"];
const blocked = ["unique(id): 1, at most 0"];

test("checks that hold say nothing of a step", () => {
  expect(withChecks(done, { warned: [], blocked: [] })).toBe(done);
});

test("a check that warns is told, and the step stays what it was", () => {
  expect(withChecks(done, { warned, blocked: [] })).toEqual({
    ...done,
    checks: { warned, blocked: [] },
    detail: "3 read, ⚠ check row_change: 20, at most 15",
  });
});

test("a check that blocks makes the step a failed one, whose rows stand", () => {
  expect(withChecks(done, { warned, blocked })).toEqual({
    ...done,
    state: "failed",
    code: "check.failed",
    checks: { warned, blocked },
    detail: "3 read, ✘ check unique(id): 1, at most 0, ⚠ check row_change: 20, at most 15",
  });
});

test("a skipped step says after what, and which check was the reason", () => {
  const ended = new Map<string, StepOutcome>([
    ["orders", withChecks(done, { warned, blocked })],
    ["sites", { asset: "sites", state: "failed", rows: 0, detail: "refused" }],
  ]);
  expect(lostReason(["orders", "sites", "bookings"], ended)).toBe(
    "after orders (its check unique(id): 1, at most 0), sites, bookings",
  );
});
