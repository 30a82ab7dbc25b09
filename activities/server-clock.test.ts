import { expect, test } from "vitest";
import { ServerClock } from "./server-clock.ts";

test("an answer that stalled was made when the fastest one says", () => {
  const clock = new ServerClock();
  expect(clock.made(1_000_000, 5)).toBe(5);
  expect(clock.made(1_000_100, 205)).toBe(105);
  expect(clock.made(1_000_200, 203)).toBe(203);
  expect(clock.made(1_000_300, 305)).toBe(303);
});

test("a clock that was set is believed after a minute", () => {
  const clock = new ServerClock();
  clock.made(1_000_000, 0);
  expect(clock.made(999_000 + 31_000, 31_000)).toBe(30_000);
  expect(clock.made(999_000 + 62_000, 62_000)).toBe(62_000);
});
