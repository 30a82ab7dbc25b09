import { expect, test } from "vitest";
import { withinBytes } from "./within-bytes.ts";

const bytesOf = (values: readonly unknown[]): number => Buffer.byteLength(JSON.stringify(values));

test("values are taken in their order while they fit, counted in bytes and not in characters", () => {
  expect(withinBytes(["a", "b", "c"], 8)).toEqual(["a", "b"]);
  expect(withinBytes(["é", "b", "c"], 8)).toEqual(["é"]);
  expect(withinBytes(["a", "b", "c"], 12)).toEqual(["a", "b", "c"]);
  expect(withinBytes(["abc"], 5)).toEqual([]);
  expect(withinBytes([], 0)).toEqual([]);
});

test("what is taken takes no more as JSON, whatever its names are made of", () => {
  for (const sign of ["x", "é", "漢", "🚲", "\u0001", '"'])
    for (const most of [10_000, 400_000]) {
      const objects = Array.from({ length: 2_000 }, (_, at) => ({ key: `inbox/${sign.repeat(300)}${at}`, etag: "e" }));
      const taken = withinBytes(objects, most);
      expect(bytesOf(taken)).toBeLessThanOrEqual(most + 1);
      expect(taken.length === 2_000 || bytesOf(objects.slice(0, taken.length + 1)) > most).toBe(true);
    }
});
