import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SourcePause, SourcePausePort } from "../../core/ports/source-pauses.ts";
import { SharedPauses } from "./shared-pauses.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** A board that answers what it is given, and counts how often it was asked. */
function boardOf(answer: () => Promise<readonly SourcePause[]>) {
  const told: SourcePause[] = [];
  let asked = 0;
  const board: SourcePausePort = {
    pauseSource: async (pause) => void told.push(pause),
    sourcePauses() {
      asked++;
      return answer();
    },
  };
  return { board, told, asked: () => asked };
}

test("the longest pause of a key's sources is told before the first request, and asked for again after a second", async () => {
  let now: readonly SourcePause[] = [
    { source: "shop", ms: 5_000 },
    { source: "stock", ms: 9_000 },
    { source: "other", ms: 90_000 },
  ];
  const { board, asked } = boardOf(async () => now);
  const pauses = new SharedPauses(board);
  const both = () => pauses.of(["shop", "stock"]);
  expect(await Promise.all([both(), both()])).toEqual([9_000, 9_000]);
  vi.advanceTimersByTime(999);
  expect([await both(), asked()]).toEqual([8_001, 1]);
  now = [];
  vi.advanceTimersByTime(1);
  expect(await both()).toBeLessThanOrEqual(0);
  expect([await pauses.of(["shop"]), asked()]).toEqual([expect.any(Number), 2]);
});

test("who does not answer is not waited for, nor asked again for half a minute; what was known stands", async () => {
  let answer = async (): Promise<readonly SourcePause[]> => [{ source: "shop", ms: 100_000 }];
  const { board, asked } = boardOf(() => answer());
  const pauses = new SharedPauses(board);
  await pauses.of(["shop"]);
  vi.advanceTimersByTime(1_000);
  answer = () => Promise.reject(new Error("away"));
  expect([await pauses.of(["shop"]), asked()]).toEqual([99_000, 2]);
  vi.advanceTimersByTime(29_999);
  expect([await pauses.of(["shop"]), asked()]).toEqual([69_001, 2]);
  vi.advanceTimersByTime(1);
  answer = () => new Promise(() => undefined);
  expect([await pauses.of(["shop"]), asked()]).toEqual([69_000, 3]);
});

test("a pause is told to everybody, for a day at most; that nobody takes it is no error", async () => {
  const { board, told } = boardOf(async () => []);
  const pauses = new SharedPauses(board);
  pauses.tell({ source: "shop", ms: 12_000 });
  pauses.tell({ source: "shop", ms: 1e12 });
  expect(told).toEqual([
    { source: "shop", ms: 12_000 },
    { source: "shop", ms: 86_400_000 },
  ]);
  new SharedPauses({ ...board, pauseSource: () => Promise.reject(new Error("away")) }).tell({ source: "shop", ms: 1 });
});
