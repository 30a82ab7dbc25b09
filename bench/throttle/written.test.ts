import { expect, test } from "vitest";
import { greatestSecond, shareUsed } from "./written.ts";

const every = (ms: number, count: number, bytes: number, from = 0) =>
  Array.from({ length: count }, (_, at) => ({ at: from + at * ms, bytes }));

test("the greatest second slides: a burst that straddles two clock seconds is seen whole", () => {
  expect(greatestSecond([...every(100, 5, 10, 600), ...every(100, 5, 10, 1_100)])).toBe(100);
});

test("a batch exactly one second later is in the next second", () => {
  expect(greatestSecond(every(1_000, 3, 7))).toBe(7);
  expect(greatestSecond(every(999, 3, 7))).toBe(14);
});

test("batches of several processes may come in any order", () => {
  expect(
    greatestSecond([
      { at: 1_500, bytes: 3 },
      { at: 0, bytes: 1 },
      { at: 900, bytes: 2 },
    ]),
  ).toBe(5);
});

test("nothing written is no byte in any second, and no share of the rate", () => {
  expect(greatestSecond([])).toBe(0);
  expect(shareUsed([], 1_000, 5_000)).toBe(0);
});

test("the first batch is free: what follows at the rate is the whole rate", () => {
  expect(shareUsed(every(100, 11, 100), 1_000, 1_000)).toBe(1);
});

test("what comes after the end counts for nothing, and idle time lowers the share", () => {
  expect(shareUsed(every(100, 21, 100), 1_000, 1_000)).toBe(1);
  expect(shareUsed(every(100, 6, 100), 1_000, 1_000)).toBe(0.5);
});
