import { expect, test } from "vitest";
import type { FilterSpec, PagingSpec } from "../spec/read.ts";
import { filterProblems } from "./filter-problems.ts";

const paging: PagingSpec = { kind: "version", param: "after", field: "version", sizeParam: "limit", size: 100 };
const windowed: FilterSpec = { kind: "window", fromParam: "from", toParam: "to", longestDays: 31, from: "1998-05-04" };

test.each<[string, FilterSpec, string]>([
  [
    "windows that begin on no day",
    { ...windowed, from: "1998-13-04" },
    'its windows begin on "1998-13-04", which is no day: write YYYY-MM-DD.',
  ],
  ["windows shorter than a day", { ...windowed, longestDays: 0.25 }, "its windows last 0.25 days: a day is the least."],
  [
    "days of no zone",
    { kind: "updated-since", param: "since", sent: { sends: "date", zone: "Paris" } },
    'it sends times of "Paris", which is no zone: write one as Europe/Paris.',
  ],
  [
    "ticks that divide no hour",
    { ...windowed, sent: { sends: "local", zone: "Europe/Paris", tickMs: 7_000 } },
    "its filter's tick is 7000 ms: whole seconds that divide an hour.",
  ],
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
  expect(filterProblems({ filter, paging })).toEqual([problem]);
});

test("usable filters have no problem", () => {
  const dated: FilterSpec = { ...windowed, sent: { sends: "date", zone: "Europe/Paris" } };
  const minutes: FilterSpec = {
    kind: "updated-since",
    param: "since",
    sent: { sends: "unix-seconds", tickMs: 60_000 },
  };
  for (const filter of [
    windowed,
    dated,
    minutes,
    { kind: "version", overlap: 0, longestJump: 1 } as const,
    { kind: "none" } as const,
  ])
    expect(filterProblems({ filter, paging })).toEqual([]);
});

test("of a whole list no greatest version may be told: it comes behind the rows that it would guard", () => {
  const filter: FilterSpec = { kind: "version", overlap: 0, longestJump: 1, told: "version.max" };
  expect(filterProblems({ filter, paging })).toEqual([]);
  expect(
    filterProblems({ filter: { kind: "version", overlap: 0, longestJump: 1 }, paging: { kind: "whole" } }),
  ).toEqual([]);
  expect(filterProblems({ filter, paging: { kind: "whole" } })).toEqual([
    'its greatest version is told at "version.max", behind the rows of a whole list: leave it out, or declare its pages.',
  ]);
});
