import fc from "fast-check";
import { decodeTime } from "ulid";
import { expect, test } from "vitest";
import { foreignLoadId } from "../foreign-load-id.ts";
import { loadIdBefore } from "./load-id-before.ts";

test("of files dropped in one second, an id before one comes after all earlier ones", () => {
  const second = new Date("2026-11-24T02:00:00.000Z");
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 5 }), (etags) => {
      const ids = etags.map((etag) => foreignLoadId("inbox/people/a.csv", etag, second)).toSorted();
      const before = ids.map(loadIdBefore);
      expect([...ids, ...before].toSorted()).toEqual(ids.flatMap((id, at) => [before[at], id]));
    }),
  );
});

test("a file that was never dated has an id before its own", () => {
  const loadId = foreignLoadId("inbox/people/a.csv", "e", new Date(0));
  const before = loadIdBefore(loadId);
  expect(before < loadId).toBe(true);
  expect([before.length, decodeTime(before)]).toEqual([26, 0]);
});

test("each id before a load is another, and an id before such a one comes before it", () => {
  const loadId = "01K00000000000000000000000";
  const [first, second] = [loadIdBefore(loadId), loadIdBefore(loadId)];
  expect(first).not.toBe(second);
  expect(loadIdBefore(first) < first).toBe(true);
});
