import fc from "fast-check";
import { expect, test } from "vitest";
import { quarantineBudget, slicesOf } from "./slices.ts";

test("slices cover every line of a part once, in order, none longer than asked", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 1, max: 400 }), (rows, size) => {
      const lines = slicesOf(3, rows, size).flatMap(({ from, to }) =>
        Array.from({ length: to - from + 1 }, (_, at) => from + at),
      );
      expect(lines).toEqual(Array.from({ length: rows }, (_, at) => at + 1));
      for (const { part, from, to } of slicesOf(3, rows, size)) expect([part, to - from < size]).toEqual([3, true]);
    }),
  );
});

test("a hundred rows may always be quarantined, and one in a thousand of many", () => {
  const budgets = [0, 100, 100_000, 100_001, 5_000_000].map((rows) =>
    quarantineBudget(rows, { share: 0.001, rows: 100 }),
  );
  expect(budgets).toEqual([100, 100, 100, 101, 5_000]);
  expect(quarantineBudget(1_000, { share: 0, rows: 0 })).toBe(0);
});
