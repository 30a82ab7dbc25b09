import fc from "fast-check";
import { expect, test } from "vitest";
import { joinClaims, type Loaded, type WaitingClaim } from "./join-claims.ts";

const at = (night: number): string => new Date(Date.UTC(2026, 0, 1 + night)).toISOString();
/** The pass of a night, from the mark of the one before; the first reads everything. */
const claim = (night: number): WaitingClaim => ({
  loadId: `night ${night}`,
  completeThrough: at(night),
  from: night === 0 ? null : { watermark: at(night - 1) },
  to: { watermark: at(night) },
});
const nothing: Loaded = { through: null, mark: {} };

test("nothing is known of a table without a claim, and what was known stays", () => {
  expect(joinClaims(nothing, [])).toEqual({ loaded: nothing, joined: [] });
  const known = { through: at(3), mark: { watermark: at(3) } };
  expect(joinClaims(known, [claim(5)])).toEqual({ loaded: known, joined: [] });
});

test("nights merged in any order are complete up to the last before the first that is missing, told at once or one by one", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(9)), (merged) => {
      const missing = Array.from({ length: 11 }, (_, night) => night).find((night) => !merged.includes(night)) ?? 0;
      const expected = missing === 0 ? null : at(missing - 1);
      expect(joinClaims(nothing, merged.map(claim)).loaded.through).toBe(expected);
      let loaded = nothing;
      let waiting: readonly WaitingClaim[] = [];
      for (const night of merged) {
        const told = joinClaims(loaded, [...waiting, claim(night)]);
        waiting = [...waiting, claim(night)].filter(({ loadId }) => !told.joined.includes(loadId));
        loaded = told.loaded;
      }
      expect(loaded.through).toBe(expected);
    }),
  );
});

test("a pass soon after one that read everything joins it, though its overlap claims less", () => {
  const soon = { ...claim(2), completeThrough: at(0), from: { watermark: at(1) } };
  const { loaded } = joinClaims({ through: at(1), mark: { watermark: at(1) } }, [soon]);
  expect(loaded).toEqual({ through: at(1), mark: { watermark: at(2) } });
  expect(joinClaims(loaded, [claim(3)]).loaded.through).toBe(at(3));
});

test("after a reading of everything that was refused, no later pass claims what only it would have brought", () => {
  const [first, second] = ["2026-01-04T00:00:00.000Z", "2026-01-11T00:00:00.000Z"];
  const known = { through: at(3), mark: { watermark: at(3), lastFull: first } };
  const horizon = {
    ...claim(12),
    from: { watermark: at(0), lastFull: second },
    to: { watermark: at(12), lastFull: second },
  };
  expect(joinClaims(known, [horizon])).toEqual({ loaded: known, joined: [] });
  const whole = { ...claim(11), from: null, to: { watermark: at(11), lastFull: second } };
  expect(joinClaims(known, [horizon, whole]).loaded).toEqual({ through: at(12), mark: horizon.to });
});
