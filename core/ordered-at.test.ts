import fc from "fast-check";
import { expect, test } from "vitest";
import { orderedAt, type Reading } from "./ordered-at.ts";

const t0 = "2026-11-24T02:00:00.000Z";
const reading = { t0, elapsedMs: 60_000 };
const beginning = "1970-01-01T00:00:00.000Z";
const dayMs = 86_400_000;

test("a version is ordered at what it tells, also when it changed while it was read; at T0 when it tells nothing", () => {
  const at = orderedAt(reading);
  expect(at("2026-11-01T00:00:00.000Z")).toBe("2026-11-01T00:00:00.000Z");
  expect(at("2026-11-24T02:01:00.000Z")).toBe("2026-11-24T02:01:00.000Z");
  expect([at(null), at(undefined)]).toEqual([t0, t0]);
});

test("a version half a second beyond a T0 of whole seconds, or minutes beyond one that its reader told, is true", () => {
  const at = orderedAt(reading);
  for (const told of ["2026-11-24T02:01:00.500Z", "2026-11-24T02:05:59.999Z", "2026-11-24T02:11:00.000Z"])
    expect(at(told)).toBe(told);
});

test("a version further beyond its pass than clocks differ is ordered before everything", () => {
  expect(orderedAt(reading)("2026-11-24T02:11:00.001Z")).toBe(beginning);
});

test("where a clock that nobody keeps told them, versions ahead of what they were read with are of its T0: a file of local time holds back nothing that changes after it", () => {
  const at = orderedAt({ ...reading, aheadMs: dayMs });
  expect(at("2026-11-24T02:01:00.000Z")).toBe("2026-11-24T02:01:00.000Z");
  expect(["2026-11-24T02:01:00.001Z", "2026-11-24T04:00:00.000Z", "2026-11-25T02:01:00.000Z"].map(at)).toEqual([
    t0,
    t0,
    t0,
  ]);
  expect(at("2026-11-25T02:01:00.001Z")).toBe(beginning);
});

/** What stands of versions of one row in order of landing: the greatest by instant, then load. */
type Landed = { readonly reading: Reading; readonly told: string; readonly says: string };
const stands = (landed: readonly Landed[]): string | undefined =>
  landed
    .map(({ reading, told, says }, load) => ({ at: orderedAt(reading)(told), load, says }))
    .toSorted((left, right) => left.at.localeCompare(right.at) || left.load - right.load)
    .at(-1)?.says;

test("a poison that lasts for nights takes the place of no true version, however long before a pass's since that lies", () => {
  const instant = fc
    .date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString());
  fc.assert(
    fc.property(fc.array(instant, { minLength: 5, maxLength: 5 }), (instants) => {
      const [truly = "", read = "", first = "", second = "", after = ""] = instants.toSorted();
      const night = (at: string, told: string, says: string): Landed => ({
        reading: { t0: at, elapsedMs: 0 },
        told,
        says,
      });
      const poison = "2099-01-01T00:00:00.000Z";
      const poisoned = [night(first, poison, "first poison"), night(second, poison, "second poison")];
      const stored = [night(read, truly, "true"), ...poisoned];
      expect(stands(stored)).toBe("true");
      expect(stands(poisoned)).toBe("second poison");
      expect(stands([...poisoned, night(after, truly, "true")])).toBe("true");
      expect(stands([...stored, night(after, truly, "true again")])).toBe("true again");
    }),
  );
});
