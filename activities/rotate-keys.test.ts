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
  expect(await env.run(createRotateKeys({ rotation }).rewrapRoots)).toEqual(done);
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
  await expect(env.run(createRotateKeys({ rotation }).rewrapRoots)).rejects.toThrow("CANCELLED");
  expect(wrapped).toBe(1);
});
