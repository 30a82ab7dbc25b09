import { expect, test } from "vitest";
import { refusedExitCode } from "./refused-exit-code.ts";

test("wrong usage ends with 2, but with 1 where 2 says that something changes; an interruption stays one", () => {
  expect(refusedExitCode(2, ["plan", "--frob"])).toBe(2);
  expect(refusedExitCode(2, ["plan", "--frob", "--detailed-exit-code"])).toBe(1);
  expect(refusedExitCode(130, ["plan", "--detailed-exit-code"])).toBe(130);
});
