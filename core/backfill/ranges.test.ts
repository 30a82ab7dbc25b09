import fc from "fast-check";
import { expect, test } from "vitest";
import { countOf, firstOf, union, upTo, within, without } from "./ranges.ts";

const written = (numbers: Iterable<number>): string =>
  [...numbers].reduce((ranges, number) => union(ranges, String(number)), "");

test("numbers are kept in compressed ranges, in order, each once", () => {
  expect(written([5, 3, 4, 9, 3])).toBe("3-5,9");
  expect(union("0-3,8", "4-6")).toBe("0-6,8");
  expect(union("0-9", "3-4")).toBe("0-9");
  expect([upTo(0), upTo(1), upTo(10_000)]).toEqual(["", "0", "0-9999"]);
});

test("a part of them is cut out of what reaches over its ends", () => {
  expect(within("0-3,5,8-12,20", 2, 9)).toBe("2-3,5,8-9");
  expect([within("0-3", 4, 9), within("", 0, 9), within("0-9", 3, 3)]).toEqual(["", "", "3"]);
});

test("ranges hold what a set holds, whatever is added and taken away", () => {
  const numbers = fc.array(fc.nat(40), { maxLength: 60 });
  fc.assert(
    fc.property(numbers, numbers, (added, removed) => {
      const set = new Set(added);
      const ranges = removed.reduce(without, written(added));
      for (const number of removed) set.delete(number);
      expect(ranges).toBe(written(set));
      expect(countOf(ranges)).toBe(set.size);
      expect(firstOf(ranges)).toBe([...set].sort((left, right) => left - right)[0]);
    }),
  );
});

test("at the worst, every other one of ten thousand, they stay below 32 KiB", () => {
  const every = Array.from({ length: 5_000 }, (_, at) => String(at * 2)).join(",");
  expect(union(every, "")).toBe(every);
  expect(every.length).toBeLessThan(32 * 1024);
});
