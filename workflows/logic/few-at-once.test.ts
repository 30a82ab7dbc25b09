import { expect, test } from "vitest";
import { fewAtOnce } from "./few-at-once.ts";

test("items are started in order, so many at once, each once", async () => {
  let inWork = 0;
  let most = 0;
  const started: number[] = [];
  await fewAtOnce([1, 2, 3, 4, 5], 2, async (item) => {
    started.push(item);
    most = Math.max(most, ++inWork);
    await Promise.resolve();
    inWork--;
  });
  expect(started).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});

test("the first failure is thrown when the others in work have ended, and nothing more starts", async () => {
  const ended: number[] = [];
  const slow = Promise.withResolvers<void>();
  const all = fewAtOnce([1, 2, 3], 2, async (item) => {
    if (item === 1) throw new Error("first");
    await slow.promise;
    ended.push(item);
  });
  setImmediate(() => slow.resolve());
  await expect(all).rejects.toThrow("first");
  expect(ended).toEqual([2]);
});

test("no items, no work", async () => {
  await fewAtOnce([], 3, () => Promise.reject(new Error("never")));
  expect.assertions(0);
});
