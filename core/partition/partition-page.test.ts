import { expect, test } from "vitest";
import { daysOfMart, placeOf, rangesOf, type DayRows } from "./partition-page.ts";

const held = (
  filled: readonly DayRows[],
  { stale = [], failed = [] }: { readonly stale?: readonly string[]; readonly failed?: readonly string[] } = {},
) => ({
  filled,
  stale: (day: string) => stale.includes(day),
  failed: (day: string) => failed.includes(day),
});

test("a mart's days are those from its declared first one to today in its zone, and further where it has rows", () => {
  const declared = { kind: "daily", from: "2026-01-10", zone: "Europe/Paris" } as const;
  const now = new Date("2026-01-31T23:30:00Z");
  const days = (first: string, last: string) => daysOfMart(declared, { first, last }, now);
  expect(daysOfMart(declared, undefined, now)).toEqual({ first: "2026-01-10", last: "2026-02-01" });
  expect(days("2026-01-15", "2026-01-20")).toEqual({ first: "2026-01-10", last: "2026-02-01" });
  expect(days("2026-01-05", "2026-03-01")).toEqual({ first: "2026-01-05", last: "2026-03-01" });
  expect(daysOfMart({ ...declared, from: "2026-02-02" }, undefined, now)).toBeUndefined();
});

test("a page is a hundred days, the last ones first, and the last page holds the rest", () => {
  const span = { first: "2026-01-01", last: "2026-11-25" };
  const all = { pages: 4, partitions: 329 };
  expect(placeOf(span, 1)).toEqual({ page: 1, ...all, from: "2026-08-18", to: "2026-11-25" });
  expect(placeOf(span, 4)).toEqual({ page: 4, ...all, from: "2026-01-01", to: "2026-01-29" });
  expect(placeOf(span, 99)).toEqual(placeOf(span, 4));
  expect(placeOf({ first: "2026-01-01", last: "2026-01-01" }, 1)).toMatchObject({ pages: 1, partitions: 1 });
});

test("days that follow each other in one state are one range; what failed is told before what is there", () => {
  const filled = ["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-09"].map((day) => ({ day, rows: 2 }));
  const failed = ["2026-01-08", "2026-01-09", "2026-01-10"];
  expect(rangesOf({ from: "2026-01-05", to: "2026-01-12" }, held(filled, { failed }))).toEqual([
    { from: "2026-01-11", to: "2026-01-12", days: 2, state: "empty", rows: 0 },
    { from: "2026-01-08", to: "2026-01-10", days: 3, state: "failed", rows: 2 },
    { from: "2026-01-05", to: "2026-01-07", days: 3, state: "filled", rows: 6 },
  ]);
});

test("a day that is older than what it is made of is stale, filled or empty; one that failed is failed still", () => {
  const filled = [{ day: "2026-01-05", rows: 2 }];
  const page = { from: "2026-01-04", to: "2026-01-08" };
  const stale = ["2026-01-05", "2026-01-06", "2026-01-08"];
  expect(rangesOf(page, held(filled, { stale, failed: ["2026-01-08"] }))).toEqual([
    { from: "2026-01-08", to: "2026-01-08", days: 1, state: "failed", rows: 0 },
    { from: "2026-01-07", to: "2026-01-07", days: 1, state: "empty", rows: 0 },
    { from: "2026-01-05", to: "2026-01-06", days: 2, state: "stale", rows: 2 },
    { from: "2026-01-04", to: "2026-01-04", days: 1, state: "empty", rows: 0 },
  ]);
});
