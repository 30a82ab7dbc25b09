import fc from "fast-check";
import { expect, test } from "vitest";
import { lastTick, nextTick } from "./cron-ticks.ts";
import { isZone } from "./is-zone.ts";
import { parseCron, type Cron } from "./parse-cron.ts";

function cron(text: string): Cron {
  const read = parseCron(text);
  if (read === undefined) throw new Error(text);
  return read;
}
const next = (text: string, zone: string, after: string) => iso(nextTick(cron(text), zone, Date.parse(after)));
const last = (text: string, zone: string, upTo: string) => iso(lastTick(cron(text), zone, Date.parse(upTo)));
const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());

test.each([
  ["15 3 * * *", "Europe/Paris", "2026-11-25T02:15:00Z", "2026-11-26T02:15:00.000Z"],
  ["15 3 * * *", "Europe/Paris", "2026-11-25T02:14:59Z", "2026-11-25T02:15:00.000Z"],
  ["*/20 * * * *", "UTC", "2026-11-25T02:15:00Z", "2026-11-25T02:20:00.000Z"],
  ["5/20 8-10 * * mon-fri", "UTC", "2026-11-27T10:50:00Z", "2026-11-30T08:05:00.000Z"],
  ["0 0 29 feb *", "UTC", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00.000Z"],
  ["0 0 1 * sun", "UTC", "2026-11-25T00:00:00Z", "2026-11-29T00:00:00.000Z"],
  ["0 0 * * 7", "UTC", "2026-11-25T00:00:00Z", "2026-11-29T00:00:00.000Z"],
  ["0 6,18 * * *", "America/New_York", "2026-11-25T12:00:00Z", "2026-11-25T23:00:00.000Z"],
])("%s in %s after %s is %s", (text, zone, after, expected) => expect(next(text, zone, after)).toBe(expected));

test("a time that a spring night skips comes an hour later, one that an autumn night has twice comes once", () => {
  expect(next("30 2 * * *", "Europe/Paris", "2027-03-27T12:00:00Z")).toBe("2027-03-28T01:30:00.000Z");
  expect(next("30 2 * * *", "Europe/Paris", "2027-03-28T01:30:00Z")).toBe("2027-03-29T00:30:00.000Z");
  expect(next("30 2 * * *", "Europe/Paris", "2026-10-24T12:00:00Z")).toBe("2026-10-25T00:30:00.000Z");
  expect(next("30 2 * * *", "Europe/Paris", "2026-10-25T00:30:00Z")).toBe("2026-10-26T01:30:00.000Z");
  expect(next("15 3 * * *", "Europe/Paris", "2026-10-24T12:00:00Z")).toBe("2026-10-25T02:15:00.000Z");
});

test("a day that no month has never comes", () => {
  expect(next("0 0 30 2 *", "UTC", "2026-11-25T00:00:00Z")).toBeUndefined();
  expect(last("0 0 31 4,6 *", "UTC", "2026-11-25T00:00:00Z")).toBeUndefined();
});

test.each([
  "",
  "* * * *",
  "60 * * * *",
  "* 24 * * *",
  "* * 0 * *",
  "* * * 13 *",
  "* * * * 8",
  "5-1 * * * *",
  "*/0 * * * *",
  "1-2-3 * * * *",
  "a * * * *",
  "1,, * * * *",
  "*/x * * * *",
])('"%s" is no cron', (text) => expect(parseCron(text)).toBeUndefined());

test("the tick after the last one up to an instant is the next one after it", () => {
  const number = (min: number, max: number) => fc.integer({ min, max }).map(String);
  const fields = fc.tuple(
    number(0, 59),
    fc.oneof(fc.constant("*"), number(0, 23)),
    fc.oneof(fc.constant("*"), number(1, 28)),
    fc.constant("*"),
    fc.oneof(fc.constant("*"), number(0, 6)),
  );
  const instants = fc.integer({ min: Date.parse("2026-01-01T00:00:00Z"), max: Date.parse("2028-01-01T00:00:00Z") });
  fc.assert(
    fc.property(fields, instants, fc.constantFrom("UTC", "Europe/Paris", "Asia/Kolkata"), (text, instant, zone) => {
      const read = cron(text.join(" "));
      const before = lastTick(read, zone, instant) ?? Number.NaN;
      const after = nextTick(read, zone, instant) ?? Number.NaN;
      expect(before).toBeLessThanOrEqual(instant);
      expect(after).toBeGreaterThan(instant);
      expect(nextTick(read, zone, before)).toBe(after);
      expect(lastTick(read, zone, after - 1)).toBe(before);
    }),
    { numRuns: 50 },
  );
});

test("zones are those of the calendar", () => {
  expect([isZone("Europe/Paris"), isZone("Europe/Nowhere")]).toEqual([true, false]);
});
