import { expect, test } from "vitest";
import { untilSilent, type Looking } from "./until-silent.ts";

/** Looks at a program that was started, until it ends after the given looks. */
function lookingAt(look: (nth: number) => boolean, ends = Infinity) {
  const asked: number[] = [];
  const looking: Looking = {
    healthy: async (within) => look(asked.push(within)),
    hasEnded: () => asked.length >= ends,
    isStarted: true,
    startWithin: 0,
    every: 1,
    misses: 3,
    within: 10_000,
  };
  return { asked, end: untilSilent(looking) };
}

test("a program is silent after so many looks in a row without an answer, each of which waits as long as is said", async () => {
  const { asked, end } = lookingAt((nth) => nth === 3);
  expect(await end).toBe("any more");
  expect(asked).toEqual(Array(6).fill(10_000));
});

test("a look during which this process stood still counts for nothing", async () => {
  const standsStill = () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
    return false;
  };
  expect(await lookingAt(standsStill, 4).end).toBeUndefined();
});

test("a look that ends with an error is one without an answer", async () => {
  const refuses = () => {
    throw new Error("refused");
  };
  const { asked, end } = lookingAt(refuses);
  expect(await end).toBe("any more");
  expect(asked).toHaveLength(3);
});
