import { expect, test } from "vitest";
import { rewrappedOf } from "./rewrapped-of.ts";

test("a number that a worker of before answered is all root keys, under a version that it did not tell", () => {
  expect(rewrappedOf(12)).toEqual({ wrapped: 12, left: 0, newest: null });
});

test("what is told in tens is taken as it is told", () => {
  const ten = { wrapped: 10, left: 2, newest: "v2" };
  expect(rewrappedOf(ten)).toEqual(ten);
});
