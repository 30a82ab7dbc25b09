import fc from "fast-check";
import { expect, test } from "vitest";
import { businessDay } from "../cast/zone.ts";
import { isWholeDue } from "./is-whole-due.ts";

const paris = "Europe/Paris";
const due = (lastFull: string | undefined, now: string, zone = paris): boolean =>
  isWholeDue(lastFull, new Date(now), zone);

test("everything is read again on a Sunday, once", () => {
  expect(due("2026-11-22T02:00:00Z", "2026-11-28T02:00:00Z")).toBe(false);
  expect(due("2026-11-22T02:00:00Z", "2026-11-29T02:00:00Z")).toBe(true);
  expect(due("2026-11-29T02:00:00Z", "2026-11-29T20:00:00Z")).toBe(false);
});

test("a Sunday without a pass, or whose pass failed, is made up for on the next day there is one", () => {
  expect(due("2026-11-22T02:00:00Z", "2026-12-02T02:00:00Z")).toBe(true);
  expect(due("2026-12-02T02:00:00Z", "2026-12-03T02:00:00Z")).toBe(false);
});

test("Sunday is the zone's: half past midnight in Paris is still Saturday in UTC", () => {
  expect(due("2026-11-22T02:00:00Z", "2026-11-28T23:30:00Z")).toBe(true);
  expect(due("2026-11-22T02:00:00Z", "2026-11-28T23:30:00Z", "UTC")).toBe(false);
});

test("without a known whole reading one is due", () => {
  expect(due(undefined, "2026-11-24T02:00:00Z")).toBe(true);
});

test("whenever passes are made, each week that has one has one whole reading, the week's first", () => {
  const start = Date.parse("2026-01-04T00:00:00Z");
  const hours = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(hours, fc.constantFrom(paris, "Pacific/Auckland", "America/Los_Angeles"), (gaps, zone) => {
      let lastFull: string | undefined;
      let at = start;
      const weeks: number[] = [];
      for (const gap of gaps) {
        at += gap * 3_600_000;
        const now = new Date(at);
        const week = Math.floor((Date.parse(businessDay(now.toISOString(), zone)) - start) / (7 * 86_400_000));
        expect(isWholeDue(lastFull, now, zone)).toBe(!weeks.includes(week));
        weeks.push(week);
        if (isWholeDue(lastFull, now, zone)) lastFull = now.toISOString();
      }
    }),
  );
});
