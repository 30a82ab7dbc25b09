import { ApplicationFailure, CancelledFailure, TerminatedFailure, TimeoutFailure } from "@temporalio/common";
import { expect, test } from "vitest";
import { runError } from "./run-job.ts";

const kept = "What was landed and loaded is kept: run it again to go on.";

test.each([
  [new CancelledFailure("x"), "run.cancelled", `run/nightly/A was cancelled. ${kept}`],
  [new TerminatedFailure("x"), "run.terminated", `run/nightly/A was terminated. ${kept}`],
  [
    new TimeoutFailure("x", undefined, "START_TO_CLOSE"),
    "run.timed-out",
    `run/nightly/A took longer than it may. ${kept}`,
  ],
  [undefined, "run.failed", "run/nightly/A failed. See run/nightly/A in the Temporal Web UI."],
])("a run that ended by %s is told as %s", (cause, code, message) => {
  expect(runError("run/nightly/A", cause)).toMatchObject({ code, message });
});

test("a failure is told by its innermost cause, with its code", () => {
  const inner = ApplicationFailure.nonRetryable("2 of 15 assets failed: clients: no", "run.failed");
  expect(runError("run/x/A", ApplicationFailure.create({ message: "outer", cause: inner }))).toMatchObject({
    code: "run.failed",
    message: "2 of 15 assets failed: clients: no See run/x/A in the Temporal Web UI.",
  });
});
