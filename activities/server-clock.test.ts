import { expect, test } from "vitest";
import { ServerClock } from "./server-clock.ts";

test("an answer that stalled was made when the fastest one says", () => {
  const clock = new ServerClock();
  expect(clock.made(1_000_000, { asked: 4, read: 5 }).latest).toBe(5);
  expect(clock.made(1_000_100, { asked: 104, read: 205 }).latest).toBe(105);
  expect(clock.made(1_000_200, { asked: 202, read: 203 }).latest).toBe(203);
  expect(clock.made(1_000_300, { asked: 301, read: 305 }).latest).toBe(303);
});

test("a clock that was set is believed after a minute", () => {
  const clock = new ServerClock();
  clock.made(1_000_000, { asked: 0, read: 0 });
  expect(clock.made(999_000 + 31_000, { asked: 31_000, read: 31_000 }).latest).toBe(30_000);
  expect(clock.made(999_000 + 62_000, { asked: 62_000, read: 62_000 }).latest).toBe(62_000);
});

test("while all answers are slow, one may have been made as early as its question allows", () => {
  const clock = new ServerClock();
  expect(clock.made(1_000_000, { asked: 0, read: 50 })).toEqual({ earliest: 0, latest: 50 });
  expect(clock.made(1_000_100, { asked: 110, read: 140 })).toEqual({ earliest: 110, latest: 140 });
});

test("what sixteen answers took at least is the network's own time, and makes nothing late", () => {
  const clock = new ServerClock();
  const made = Array.from({ length: 17 }, (_, at) =>
    clock.made(1_000_000 + at * 100, { asked: at * 100 - 20, read: at * 100 + 20 }),
  );
  expect(made.slice(15)).toEqual([
    { earliest: 1_480, latest: 1_520 },
    { earliest: 1_620, latest: 1_620 },
  ]);
});
