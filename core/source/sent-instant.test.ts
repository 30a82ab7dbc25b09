import fc from "fast-check";
import { expect, test } from "vitest";
import { offsetMs } from "../cast/zone.ts";
import type { SentInstant } from "../spec/read.ts";
import { bySecond, sentMs, sentText, tickOf } from "./sent-instant.ts";

const paris = "Europe/Paris";
const local: SentInstant = { sends: "local", zone: paris, tickMs: 1_000 };
const text = (instant: string, sent: SentInstant): string => sentText(sentMs(instant, sent), sent);

test.each<[string, string, SentInstant, string]>([
  ["the second", "2026-11-24T02:00:59.999Z", bySecond, "2026-11-24T02:00:59.000Z"],
  ["a minute", "2026-11-24T02:00:59.999Z", { sends: "rfc3339", tickMs: 60_000 }, "2026-11-24T02:00:00.000Z"],
  ["the second since 1970", "2026-11-24T02:00:59.999Z", { sends: "unix-seconds", tickMs: 1_000 }, "1795485659"],
  ["the wall of the zone", "2026-11-24T02:00:59.999Z", local, "2026-11-24T03:00:59"],
  ["the day of the zone", "2026-11-23T23:30:00.000Z", { sends: "date", zone: paris }, "2026-11-24"],
  ["the day of UTC", "2026-11-23T23:30:00.000Z", { sends: "date", zone: "UTC" }, "2026-11-23"],
  ["an hour earlier before the clock is put back", "2026-10-25T00:30:00.000Z", local, "2026-10-25T01:30:00"],
  ["the wall itself in the second of two hours", "2026-10-25T01:30:00.000Z", local, "2026-10-25T02:30:00"],
])("an instant is floored to %s", (_, instant, sent, sends) => {
  expect(text(instant, sent)).toBe(sends);
});

/** Zones, each with an instant at which its clocks are changed. */
const changes = fc.constantFrom(
  [paris, "2026-10-25T01:00:00Z"],
  [paris, "2026-03-29T01:00:00Z"],
  ["America/New_York", "2026-11-01T06:00:00Z"],
  ["America/St_Johns", "2026-11-01T04:30:00Z"],
  ["Australia/Lord_Howe", "2026-04-04T15:00:00Z"],
  ["UTC", "2026-10-25T01:00:00Z"],
);
/** Quarters of an hour: a few, which is where folds are, or days. */
const quarters = fc.oneof(fc.nat(8), fc.nat(120));
/** A form, an instant near a change of its clock, and how much later a row was written. Milliseconds. */
const cases = fc
  .record({ change: changes, minutely: fc.boolean(), form: fc.nat(3), before: quarters, passed: quarters })
  .map(({ change: [zone = "", at = ""], minutely, form, before, passed }) => {
    const tickMs = minutely ? 60_000 : 1_000;
    const sents: readonly SentInstant[] = [
      { sends: "local", zone, tickMs },
      { sends: "date", zone },
      { sends: "unix-seconds", tickMs },
    ];
    return { sent: sents[form] ?? bySecond, since: Date.parse(at) + (8 - before) * 900_000, after: passed * 900_000 };
  });
/** An instant as the API itself writes it on its rows, and compares it. */
const written = (ms: number, sent: SentInstant): number => {
  const own = ms + ("zone" in sent ? offsetMs(ms, sent.zone) : 0);
  const tick = sent.sends === "date" ? 86_400_000 : sent.tickMs;
  return Math.floor(own / tick) * tick;
};
const iso = (ms: number): string => new Date(ms).toISOString();

test("no row at or after a floored instant is left out by an API that compares what it writes", () => {
  fc.assert(
    fc.property(cases, ({ sent, since, after }) => {
      expect(written(since + after, sent)).toBeGreaterThanOrEqual(sentMs(iso(since), sent));
    }),
    { numRuns: 2_000 },
  );
});

test("no instant that the API may read a floored one as lies after it", () => {
  fc.assert(
    fc.property(cases, ({ sent, since, after }) => {
      const read = since + 900_000 + after;
      const own = read + ("zone" in sent ? offsetMs(read, sent.zone) : 0);
      expect(own).not.toBe(sentMs(iso(since), sent));
    }),
    { numRuns: 2_000 },
  );
});

test("with a tick of overlap, an API that compares exclusively leaves none out either", () => {
  fc.assert(
    fc.property(cases, ({ sent, since: mark, after }) => {
      expect(written(mark + after, sent)).toBeGreaterThan(sentMs(iso(mark - tickOf(sent)), sent));
    }),
    { numRuns: 2_000 },
  );
});
