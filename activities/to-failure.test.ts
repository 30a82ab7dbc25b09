import { MockActivityEnvironment } from "@temporalio/testing";
import { expect, test } from "vitest";
import { SillageError } from "../core/errors.ts";
import { coded } from "./to-failure.ts";

/** How an activity that throws an error fails at one of its attempts. */
function failureAt(attempt: number, error: Error): Promise<unknown> {
  const { open } = coded({ open: () => Promise.reject(error) }, () => undefined);
  return new MockActivityEnvironment({ attempt }).run(open).catch((failure: unknown) => failure);
}
const missing = new SillageError({
  code: "db.no-database",
  message: "It cannot be opened.",
  fix: "Create it.",
  retryable: true,
  lastTry: 3,
});

test("what a failover and a wrong name say alike is tried again, and stops loudly when a failover would be over", async () => {
  for (const attempt of [1, 2]) expect(await failureAt(attempt, missing)).toMatchObject({ nonRetryable: false });
  expect(await failureAt(3, missing)).toMatchObject({
    nonRetryable: true,
    type: "db.no-database",
    message: "It cannot be opened. Create it.",
  });
});

test("any other error that may pass is tried as often as its activity allows", async () => {
  const busy = new SillageError({ code: "db.busy", message: "Busy.", fix: "Wait.", retryable: true });
  expect(await failureAt(50, busy)).toMatchObject({ nonRetryable: false });
});

test("an error of nobody's crosses without its text", async () => {
  expect(await failureAt(1, new TypeError("row of Ann"))).toMatchObject({
    type: "unexpected",
    message: "An unexpected TypeError was thrown. See the worker's log.",
  });
});
