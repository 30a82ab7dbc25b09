import { expect, test } from "vitest";
import { passTimer } from "./pass-timer.ts";

test("a pass takes what the steady clock says, however the wall clock jumps", () => {
  let [wall, steady] = [1_000_000, 50];
  const time = passTimer(undefined, { wall: () => wall, steady: () => steady });
  wall -= 900_000;
  steady += 1_500;
  expect(time()).toEqual({ elapsedMs: 1_500, at: 100_000 });
});

test("a later attempt adds the downtime, and never subtracts one", () => {
  const clocks = (wall: number) => ({ wall: () => wall, steady: () => 7 });
  const before = { elapsedMs: 1_500, at: 100_000 };
  expect(passTimer(before, clocks(160_000))()).toEqual({ elapsedMs: 61_500, at: 160_000 });
  expect(passTimer(before, clocks(40_000))()).toEqual({ elapsedMs: 1_500, at: 40_000 });
});
