import { expect, test } from "vitest";
import { readPartitions } from "./read-partitions.ts";

test.each<[string, readonly (readonly [string, string])[]]>([
  ["2026-02-14", [["2026-02-14", "2026-02-15"]]],
  ["2026-02", [["2026-02-01", "2026-03-01"]]],
  ["2026-01..2026-03", [["2026-01-01", "2026-04-01"]]],
  ["2026-W01", [["2025-12-29", "2026-01-05"]]],
  ["2026-W53", [["2026-12-28", "2027-01-04"]]],
  ["2026-12-31..2027-W01", [["2026-12-31", "2027-01-11"]]],
  [
    "2026-03-02, 2026-01-30..2026-02-01,2026-02",
    [
      ["2026-01-30", "2026-03-01"],
      ["2026-03-02", "2026-03-03"],
    ],
  ],
])("%s are the days %j", (text, spans) => {
  expect(readPartitions(text)).toEqual(spans.map(([from, to]) => ({ from, to })));
});

test.each([
  ["", '"" is none'],
  ["2026-13", '"2026-13" is none'],
  ["2026-02-30", '"2026-02-30" is none'],
  ["2025-W53", '"2025-W53" is none'],
  ["2026-W00", '"2026-W00" is none'],
  ["2026-01..2026-02..2026-03", '"2026-01..2026-02..2026-03" is none'],
  ["2026-01,", '"2026-01," is none'],
  ["2026-03..2026-01", '"2026-03..2026-01" ends before it begins'],
])("%j is refused", (text, why) => {
  expect(() => readPartitions(text)).toThrow(
    expect.objectContaining({
      code: "backfill.partitions",
      message: `--partitions is not understood: ${why}. Give days, weeks or months, for instance 2026-01..2026-03 or 2026-W05,2026-02-14.`,
    }),
  );
});

test("more spans apart than a backfill carries are refused", () => {
  const days = Array.from({ length: 201 }, (_, at) =>
    new Date(Date.UTC(2020, 0, 1 + 2 * at)).toISOString().slice(0, 10),
  );
  expect(() => readPartitions(days.join(","))).toThrow("it names 201 spans apart, more than 200");
});

test("a span within another one adds nothing", () => {
  expect(readPartitions("2026-01,2026-01-10")).toEqual(readPartitions("2026-01"));
});
