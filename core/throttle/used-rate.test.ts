import { expect, test } from "vitest";
import { usedRate } from "./used-rate.ts";

const now = Date.parse("2026-11-25T06:00:00Z");
const ago = (seconds: number): number => now - seconds * 1000;

test("what came in is spread over the minutes that it took", () => {
  const load = { bytes: 12_000, from: ago(150), to: ago(30) };
  expect(usedRate([load], { now, minutes: 4 })).toEqual([0, 50, 100, 50]);
});

test("loads of one minute add up, and older ones count for nothing", () => {
  const loads = [
    { bytes: 600, from: ago(50), to: ago(10) },
    { bytes: 1_200, from: ago(5), to: ago(5) },
    { bytes: 9_999, from: ago(500), to: ago(400) },
    { bytes: 9_999, from: ago(500), to: ago(500) },
  ];
  expect(usedRate(loads, { now, minutes: 2 })).toEqual([0, 30]);
});
