import fc from "fast-check";
import { expect, test } from "vitest";
import { readOf } from "../../test/fakes/specs.ts";
import type { FilterSpec, SentInstant } from "../spec/read.ts";
import { windowsOf } from "./windows-of.ts";

const until = "2026-11-24T00:00:00.000Z";
const windows = (
  since: string | undefined,
  over: Partial<Extract<FilterSpec, { kind: "window" }>> = {},
  end = until,
) => {
  const filter: FilterSpec = {
    kind: "window",
    fromParam: "from",
    toParam: "to",
    longestDays: 31,
    from: "2023-01-01",
    ...over,
  };
  return windowsOf({ read: readOf({ kind: "whole" }, filter), since, until: end });
};

test("capped windows follow one another without a gap, the last one open to the end", () => {
  expect(windows("2026-09-01T00:00:00.000Z")).toEqual([
    { from: "2026-09-01T00:00:00.000Z", to: "2026-10-02T00:00:00.000Z" },
    { from: "2026-10-02T00:00:00.000Z", to: "2026-11-02T00:00:00.000Z" },
    { from: "2026-11-02T00:00:00.000Z", to: until },
  ]);
});

test("without a watermark windows begin on the declared day", () => {
  expect(windows(undefined, { from: "1998-05-04" })[0]?.from).toBe("1998-05-04T00:00:00.000Z");
});

test("windows of days end after the day on which the pass ends", () => {
  const sent: SentInstant = { sends: "date", zone: "Europe/Paris" };
  expect(windows("2026-10-20T22:30:00.000Z", { sent })).toEqual([
    { from: "2026-10-21", to: "2026-11-21" },
    { from: "2026-11-21", to: "2026-11-25" },
  ]);
});

test("other filters have one window", () => {
  const whole = { read: readOf(), until };
  expect(windowsOf({ ...whole, since: undefined })).toEqual([{ from: "", to: until }]);
  expect(windowsOf({ ...whole, since: "2026-01-01T00:00:00.000Z" })[0]?.from).toBe("2026-01-01T00:00:00.000Z");
});

test("in whatever form they are sent, windows have no gap and none is longer than the API allows", () => {
  const sents: readonly SentInstant[] = [
    { sends: "rfc3339", tickMs: 60_000 },
    { sends: "local", zone: "Europe/Paris", tickMs: 1_000 },
    { sends: "date", zone: "Europe/Paris" },
  ];
  const days = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(
      fc.constantFrom(...sents),
      days,
      fc.integer({ min: 86_400_000, max: 300 * 86_400_000 }),
      (sent, longestDays, back) => {
        const since = new Date(Date.parse(until) - back).toISOString();
        const asked = windows(since, { sent, longestDays });
        for (const [at, { from, to }] of asked.entries()) {
          expect(to > from).toBe(true);
          if (at > 0) expect(from).toBe(asked[at - 1]?.to);
          expect(Date.parse(zoned(to)) - Date.parse(zoned(from))).toBeLessThanOrEqual(longestDays * 86_400_000);
        }
        expect(Date.parse(zoned(asked.at(-1)?.to ?? ""))).toBeGreaterThanOrEqual(Date.parse(until) - 3_600_000);
      },
    ),
  );
});

const zoned = (text: string): string => (text.length === 19 ? `${text}Z` : text);
