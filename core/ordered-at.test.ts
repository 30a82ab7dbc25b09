import fc from "fast-check";
import { expect, test } from "vitest";
import { orderedAt } from "./ordered-at.ts";

const t0 = "2026-11-24T02:00:00.000Z";
const since = "2026-11-23T01:45:00.000Z";
const reading = { t0, elapsedMs: 60_000, since };
const early = "2026-11-22T00:45:00.000Z";

test("a version is ordered at what it tells, also when it changed while it was read; at T0 when it tells nothing", () => {
  const at = orderedAt(reading);
  expect(at("2026-11-01T00:00:00.000Z")).toBe("2026-11-01T00:00:00.000Z");
  expect(at("2026-11-24T02:01:00.000Z")).toBe("2026-11-24T02:01:00.000Z");
  expect([at(null), at(undefined)]).toEqual([t0, t0]);
});

test("an instant that had not come when the pass ended is ordered a day before the pass asked, or before everything", () => {
  const poisoned = "2026-11-24T02:01:00.001Z";
  expect(orderedAt(reading)(poisoned)).toBe(early);
  expect(orderedAt({ ...reading, since: null })(poisoned)).toBe("1970-01-01T00:00:00.000Z");
  expect(orderedAt({ ...reading, since: "17" })(poisoned)).toBe("1970-01-01T00:00:00.000Z");
});

test("whatever the request may bring is newer than a poisoned version of it, and what a later one brings poisoned is newer than that", () => {
  const instant = fc
    .date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString());
  fc.assert(
    fc.property(fc.array(instant, { minLength: 4, maxLength: 4 }), (instants) => {
      const [first = "", truly = "", then = "", t0 = ""] = instants.toSorted();
      const poisoned = (since: string) => orderedAt({ t0, elapsedMs: 0, since })("2099-01-01T00:00:00.000Z");
      expect(poisoned(first) < orderedAt({ t0, elapsedMs: 0, since: first })(truly)).toBe(true);
      expect(poisoned(then) >= poisoned(first)).toBe(true);
    }),
  );
});
