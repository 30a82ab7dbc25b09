import fc from "fast-check";
import { expect, test } from "vitest";
import { readOf } from "../../test/fakes/specs.ts";
import type { FilterSpec } from "../spec/read.ts";
import { nextReread, type NextReread } from "./next-reread.ts";

const dayMs = 86_400_000;
const start = Date.parse("2026-01-01T03:15:00.000Z");
const window: FilterSpec = { kind: "window", fromParam: "f", toParam: "t", longestDays: 31, from: "2024-01-01" };
const table = (filter: FilterSpec, key = "orders") => ({ key, read: readOf({ kind: "whole" }, filter) });
const since: FilterSpec = { kind: "updated-since", param: "s" };

/** What each of so many nights reads, from the beginning on. */
function nights(
  of: ReturnType<typeof table>,
  count: number,
  pace = { nights: 30, paused: false },
): readonly NextReread[] {
  let last: { at: string; until: string | null } | undefined;
  return Array.from({ length: count }, (_, night) => {
    const now = new Date(start + night * dayMs);
    const next = nextReread(of, last, { now, pace });
    if (next.kind !== "nothing") last = { at: now.toISOString(), until: next.until };
    return next;
  });
}

test("the first night begins, and reads nothing", () => {
  expect(nights(table(window), 1)).toEqual([{ kind: "begin", until: null }]);
});

test("every instant of history is read within a round, whatever the pace, and a round begins again", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 3, max: 40 }), (pace, longer) => {
      const days = pace * longer;
      const from = new Date(start - days * dayMs).toISOString().slice(0, 10);
      const read = nights(table({ ...window, from }), 4 * pace + 6, { nights: pace, paused: false }).slice(1);
      let reached = from;
      let rounds = 0;
      for (const span of read) {
        if (span.kind !== "read" || span.since === null) throw new Error("a night read nothing");
        if (Date.parse(span.since) === Date.parse(from)) rounds++;
        else expect(span.since).toBe(reached);
        expect(span.since < span.until).toBe(true);
        reached = span.until;
      }
      expect(rounds).toBeGreaterThanOrEqual(2);
    }),
  );
});

test("a second run of a night, and a paused pace, read nothing", () => {
  const last = { at: new Date(start).toISOString(), until: "2024-02-01T00:00:00.000Z" };
  const later = (hours: number) => new Date(start + (hours * dayMs) / 24);
  const pace = { nights: 30, paused: false };
  expect(nextReread(table(window), last, { now: later(3), pace }).kind).toBe("nothing");
  expect(nextReread(table(window), last, { now: later(24), pace }).kind).toBe("read");
  expect(nextReread(table(window), last, { now: later(24), pace: { ...pace, paused: true } }).kind).toBe("nothing");
  expect(nextReread(table(window), undefined, { now: later(0), pace: { ...pace, paused: true } }).kind).toBe("nothing");
});

test("an API without an upper end is read whole once a round, its tables in different nights", () => {
  const whole = ["clients", "orders", "payments", "gift_cards"].map((key) =>
    nights(table(since, key), 62).flatMap(({ kind }, night) => (kind === "read" ? [night] : [])),
  );
  for (const [first = 0, second = 0, ...more] of whole) {
    expect(first).toBeGreaterThanOrEqual(1);
    expect([second - first, more.length]).toEqual([30, expect.any(Number)]);
  }
  expect(new Set(whole.map(([first]) => first)).size).toBeGreaterThan(1);
});

test("tables that passes read whole anyway are not read again", () => {
  for (const filter of [
    { kind: "none" },
    { kind: "created-since", param: "c", horizonDays: 45 },
  ] satisfies FilterSpec[])
    expect(nights(table(filter), 40).every(({ kind }) => kind === "nothing")).toBe(true);
});

test("a history that has not begun yet gives nothing to read", () => {
  const now = new Date(start);
  const last = { at: new Date(start - 2 * dayMs).toISOString(), until: null };
  const pace = { nights: 30, paused: false };
  expect(nextReread(table({ ...window, from: "2026-06-01" }), last, { now, pace })).toEqual({ kind: "nothing" });
});

test("a table that is read whole and was never read again up to an instant counts from its last reading", () => {
  const now = new Date(start);
  const pace = { nights: 30, paused: false };
  const before = (days: number) => ({ at: new Date(start - days * dayMs).toISOString(), until: null });
  expect(nextReread(table(since), before(2), { now, pace }).kind).toBe("nothing");
  expect(nextReread(table(since), before(31), { now, pace })).toEqual({
    kind: "read",
    since: null,
    until: now.toISOString(),
  });
});
