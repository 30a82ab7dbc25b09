import { expect, test } from "vitest";
import { readOf } from "../../test/fakes/specs.ts";
import { beginningOf } from "./beginning-of.ts";

const windows = { kind: "window", fromParam: "f", toParam: "t", longestDays: 31, from: "2025-06-01" } as const;

test("a list begins where its windows do, else on the day that was declared, else nobody knows", () => {
  expect(beginningOf(readOf({ kind: "whole" }, windows, { begins: "2023-01-01" }))).toBe("2025-06-01");
  expect(beginningOf(readOf({ kind: "whole" }, { kind: "none" }, { begins: "2023-01-01" }))).toBe("2023-01-01");
  expect(beginningOf(readOf())).toBeUndefined();
});
