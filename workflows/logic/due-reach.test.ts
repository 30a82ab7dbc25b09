import { expect, test } from "vitest";
import { dueReach } from "./due-reach.ts";

const minute = 60_000;
const day = 1_440 * minute;
const now = 400 * day;
const reach = (listedMs: number, fullMs: number) =>
  dueReach(now, { listEvery: minute, listedAt: now - listedMs, listedFullAt: now - fullMs });

test("between two listings only events are looked at", () => {
  expect(reach(minute - 1, day * 2)).toBe("none");
});

test("a listing looks at the last day, and once a day at all that may have been missed", () => {
  expect(reach(minute, minute)).toBe("recent");
  expect(reach(minute, day)).toBe("full");
});

test("the first look, and one after a long silence, look at all", () => {
  expect(dueReach(now, { listEvery: minute, listedAt: 0, listedFullAt: 0 })).toBe("full");
  expect(reach(day / 2, day / 2)).toBe("full");
});
