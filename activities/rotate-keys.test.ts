import { MockActivityEnvironment } from "@temporalio/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { EpochRotation } from "../core/ports/epoch-rotation.ts";
import { createRotateKeys } from "./rotate-keys.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

/** A rotation of which only the wrapping of root keys is asked. */
const rotationOf = (rewrapRoots: EpochRotation["rewrapRoots"]) => ({ rewrapRoots }) as unknown as EpochRotation;

test("wrapping root keys beats while they are looked at and while the vault is slow, tells each, and beats no more once it ended", async () => {
  const done = { wrapped: 1, left: 0, newest: "2" };
  const rotation = rotationOf(async (_, report) => {
    vi.advanceTimersByTime(25_000);
    report(1);
    return done;
  });
  const env = new MockActivityEnvironment();
  const beats: unknown[] = [];
  env.on("heartbeat", (told) => beats.push(told));
  expect(await env.run(createRotateKeys({ rotation }).rewrapRoots, { most: 10 })).toEqual(done);
  expect(beats).toEqual([...Array.from({ length: 5 }, () => undefined), { roots: 1 }]);
  expect(vi.getTimerCount()).toBe(0);
});

test("wrapping root keys that was called off stops after the root key at hand", async () => {
  const env = new MockActivityEnvironment();
  let wrapped = 0;
  const rotation = rotationOf(async (_, report) => {
    for (; wrapped < 3; report(wrapped)) {
      wrapped++;
      env.cancel("CANCELLED");
    }
    return { wrapped, left: 0, newest: "2" };
  });
  await expect(env.run(createRotateKeys({ rotation }).rewrapRoots, { most: 10 })).rejects.toThrow("CANCELLED");
  expect(wrapped).toBe(1);
});

test.each([
  ["asked for ten wraps ten, and tells what is left", [{ most: 10 }], { wrapped: 10, left: 2, newest: "2" }],
  ["that a control worker of before asks for once, without a number, wraps all and answers how many", [], 12],
] as const)("a wrapping %s", async (_, asked, answer) => {
  const rotation = rotationOf((most) => {
    const wrapped = Math.min(most, 12);
    return Promise.resolve({ wrapped, left: 12 - wrapped, newest: "2" });
  });
  expect(await new MockActivityEnvironment().run(createRotateKeys({ rotation }).rewrapRoots, ...asked)).toEqual(answer);
});
