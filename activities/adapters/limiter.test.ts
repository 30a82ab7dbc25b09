import { setImmediate as tick } from "node:timers/promises";
import { expect, test } from "vitest";
import { Limiter } from "./limiter.ts";

const never = new AbortController().signal;
const one = { requestsPerSecond: () => 100_000, inFlight: 1 };

/** Whether a promise is settled once everything that is ready has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(
    () => (settled = true),
    () => (settled = true),
  );
  for (let turn = 0; turn < 5; turn++) await tick();
  return settled;
}

test("a slot is held until its turn is disposed of", async () => {
  const limiter = new Limiter(one);
  const first = await limiter.turn("shop/things", never);
  const second = limiter.turn("shop/orders", never);
  expect(await isSettled(second)).toBe(false);
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  const held = await second;
  const third = limiter.turn("shop/things", never);
  expect(await isSettled(third)).toBe(false);
  held[Symbol.dispose]();
  (await third)[Symbol.dispose]();
});

test("waiting for a slot ends when the signal aborts, and takes no slot with it", async () => {
  const limiter = new Limiter(one);
  const first = await limiter.turn("shop/things", never);
  const controller = new AbortController();
  const waiting = limiter.turn("shop/things", controller.signal);
  controller.abort(new Error("cancelled"));
  await expect(waiting).rejects.toThrow("cancelled");
  first[Symbol.dispose]();
  (await limiter.turn("shop/things", never))[Symbol.dispose]();
});

test("waiting for one's turn by the rate ends when the signal aborts, and gives its slot back", async () => {
  const limiter = new Limiter({ requestsPerSecond: () => 0.01, inFlight: 1 });
  (await limiter.turn("shop/things", never))[Symbol.dispose]();
  const controller = new AbortController();
  const waiting = limiter.turn("shop/things", controller.signal);
  expect(await isSettled(waiting)).toBe(false);
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
  await expect(limiter.turn("shop/things", controller.signal)).rejects.toMatchObject({ name: "AbortError" });
});

test("a pause holds every table of the key", async () => {
  const limiter = new Limiter({ ...one, inFlight: 4 });
  const controller = new AbortController();
  limiter.pause(30_000);
  const waiting = [limiter.turn("shop/things", controller.signal), limiter.turn("shop/orders", controller.signal)];
  expect(await isSettled(Promise.race(waiting))).toBe(false);
  controller.abort();
  await Promise.allSettled(waiting);
});

test("a pause longer than an activity's patience is told at once, with what is left of it", async () => {
  const limiter = new Limiter(one);
  limiter.pause(120_000);
  const error: unknown = await limiter.turn("shop/things", never).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: "source.rate-limited",
    retryable: true,
    message: "shop/things asks to wait 120 s. It is tried again then; lower requestsPerSecond if it happens often.",
  });
  expect(error).toHaveProperty("retryAfterMs", expect.closeTo(120_000, -4));
});

test("those who wait by the rate feel a new one, in order", async () => {
  let rate = 0.01;
  const limiter = new Limiter({ requestsPerSecond: () => rate, inFlight: 4 });
  (await limiter.turn("shop/things", never))[Symbol.dispose]();
  const order: string[] = [];
  const waiting = ["a", "b", "c"].map(async (name) => {
    using _turn = await limiter.turn(`shop/${name}`, never);
    order.push(name);
  });
  expect(await isSettled(Promise.race(waiting))).toBe(false);
  rate = 1_000;
  await Promise.all(waiting);
  expect(order).toEqual(["a", "b", "c"]);
  rate = 0.01;
  const controller = new AbortController();
  const next = limiter.turn("shop/things", controller.signal);
  expect(await isSettled(next)).toBe(false);
  controller.abort();
  await expect(next).rejects.toMatchObject({ name: "AbortError" });
});
