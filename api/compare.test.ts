import { expect, test } from "vitest";
import type { Grain } from "../db/declare/query.ts";
import { addMonths, changeOf, comparedRange, partnersOf, periodsOf } from "./compare.ts";

const range = (from: string, to: string) => ({ from, to, site: 1 });

test("whole months of days are compared with as many whole months before, other days with as many days before", () => {
  expect(comparedRange(range("2026-07-01", "2026-09-01"), "previous_period", "day")).toEqual(
    range("2026-05-01", "2026-07-01"),
  );
  expect(comparedRange(range("2026-03-01", "2026-03-15"), "previous_period", "day")).toEqual(
    range("2026-02-15", "2026-03-01"),
  );
});

test("weeks, months and years are compared with as many whole ones before, whatever the range cuts", () => {
  const before = (from: string, to: string, grain: Grain) => {
    const { from: start, to: end } = comparedRange(range(from, to), "previous_period", grain);
    return [start, end];
  };
  expect(before("2026-07-17", "2026-08-16", "week")).toEqual(["2026-06-29", "2026-07-20"]);
  expect(before("2026-06-17", "2026-09-01", "month")).toEqual(["2026-05-01", "2026-07-01"]);
  expect(before("2024-06-01", "2026-01-01", "season")).toEqual(["2024-01-01", "2025-01-01"]);
  expect(before("2026-07-17", "2026-08-16", "month")).toEqual(["2026-07-17", "2026-07-17"]);
});

test("a whole week has a partner in the time just before, one that the range cuts has none", () => {
  const month = range("2026-07-17", "2026-08-16");
  const partners = periodsOf(month, "week").map(partnersOf(month, "previous_period", "week"));
  expect(periodsOf(month, "week")).toEqual(["2026-07-13", "2026-07-20", "2026-07-27", "2026-08-03", "2026-08-10"]);
  expect(partners).toEqual([undefined, "2026-06-29", "2026-07-06", "2026-07-13", undefined]);
});

test("a year ago is the same dates, for weeks the same weekdays", () => {
  expect(comparedRange(range("2028-02-29", "2028-03-01"), "previous_year", "day")).toEqual(
    range("2027-02-28", "2027-03-01"),
  );
  expect(comparedRange(range("2026-07-06", "2026-07-13"), "previous_year", "week")).toEqual(
    range("2025-07-07", "2025-07-14"),
  );
});

test("a year before a day is its date, around leap years too, and no day of that time is left out", () => {
  const [spring, leap] = [range("2025-02-27", "2025-03-03"), range("2028-02-27", "2028-03-03")];
  const partners = (days: typeof spring) => periodsOf(days, "day").map(partnersOf(days, "previous_year", "day"));
  expect(partners(spring)).toEqual(["2024-02-27", "2024-02-28", "2024-03-01", "2024-03-02"]);
  expect(partners(leap)).toEqual(["2027-02-27", "2027-02-28", "2027-02-28", "2027-03-01", "2027-03-02"]);
  const ends = ["2025-03-01", "2028-02-29", "2028-03-01"].map((to) =>
    comparedRange(range("2024-01-01", to), "previous_year", "day"),
  );
  expect(ends.map(({ to }) => to)).toEqual(["2024-03-01", "2027-03-01", "2027-03-01"]);
});

test("a year before a week is 52 weeks before, before a month the same month", () => {
  const summer = range("2026-07-01", "2026-09-01");
  expect(partnersOf(summer, "previous_year", "week")("2026-06-29")).toBe("2025-06-30");
  expect(partnersOf(summer, "previous_year", "month")("2026-08-01")).toBe("2025-08-01");
});

test("a range touches these periods, the first from before it where it begins inside one", () => {
  expect(periodsOf({ from: "2026-06-30", to: "2026-07-02" }, "day")).toEqual(["2026-06-30", "2026-07-01"]);
  expect(periodsOf({ from: "2026-07-01", to: "2026-07-07" }, "week")).toEqual(["2026-06-29", "2026-07-06"]);
  expect(periodsOf({ from: "2025-12-31", to: "2026-02-01" }, "month")).toEqual(["2025-12-01", "2026-01-01"]);
  expect(periodsOf({ from: "2025-12-31", to: "2026-02-01" }, "season")).toEqual(["2025-01-01", "2026-01-01"]);
});

test("a day that the month has not is its last", () => {
  expect(addMonths("2026-03-31", -1)).toBe("2026-02-28");
  expect(addMonths("2026-01-31", 13)).toBe("2027-02-28");
});

test("a change is a share of what was, and none of nothing", () => {
  expect([changeOf(150, 100), changeOf(1, 3), changeOf(5, 0), changeOf(5, undefined)]).toEqual([
    0.5,
    -0.6667,
    null,
    null,
  ]);
});

test("a change from a loss is above 0 when it is a rise and below when it is a fall", () => {
  expect([changeOf(50, -100), changeOf(-150, -100), changeOf(-100, 100)]).toEqual([1.5, -0.5, -2]);
});
