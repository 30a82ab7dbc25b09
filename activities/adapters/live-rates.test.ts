import { setImmediate as tick } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LiveRates } from "./live-rates.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

test("a rate is asked for when it is used, and again after three seconds; what was known stands while nobody answers", async () => {
  let answers: (() => Promise<readonly { source: string; requestsPerSecond: number | null }[]>)[] = [];
  let asked = 0;
  const rates = new LiveRates(() => {
    asked++;
    return answers.shift()?.() ?? Promise.reject(new Error("away"));
  });
  const used = async () => {
    rates.of("shop");
    await tick();
    return rates.of("shop");
  };
  answers = [async () => [{ source: "shop", requestsPerSecond: 2 }]];
  expect(asked).toBe(0);
  expect(rates.of("shop")).toBeUndefined();
  expect(await used()).toBe(2);
  vi.advanceTimersByTime(2_999);
  expect([await used(), asked]).toEqual([2, 1]);
  vi.advanceTimersByTime(1);
  expect([await used(), asked]).toEqual([2, 2]);
  answers = [async () => [{ source: "shop", requestsPerSecond: null }]];
  vi.advanceTimersByTime(3_000);
  expect([await used(), asked]).toEqual([null, 3]);
});
