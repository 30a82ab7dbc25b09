import { expect, test } from "vitest";
import type { FilterSpec } from "../spec/read.ts";
import { filterProblems } from "./filter-problems.ts";

const windowed: FilterSpec = { kind: "window", fromParam: "from", toParam: "to", longestDays: 31, from: "1998-05-04" };

test.each<[string, FilterSpec, string]>([
  [
    "windows that begin on no day",
    { ...windowed, from: "1998-13-04" },
    'its windows begin on "1998-13-04", which is no day: write YYYY-MM-DD.',
  ],
  ["windows shorter than a day", { ...windowed, longestDays: 0.25 }, "its windows last 0.25 days: a day is the least."],
  [
    "versions re-read by halves",
    { kind: "version", overlap: 1.5, longestJump: 10 },
    "it re-reads 1.5 versions: write a whole number, 0 at least.",
  ],
  [
    "versions that may not grow",
    { kind: "version", overlap: 0, longestJump: 0 },
    "a version may jump by 0: write a whole number, 1 at least.",
  ],
])("%s are a problem with a way out", (_, filter, problem) => {
  expect(filterProblems(filter)).toEqual([problem]);
});

test("usable filters have no problem", () => {
  for (const filter of [windowed, { kind: "version", overlap: 0, longestJump: 1 } as const, { kind: "none" } as const])
    expect(filterProblems(filter)).toEqual([]);
});
