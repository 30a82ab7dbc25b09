import { expect, test } from "vitest";
import { ServerClock } from "./server-clock.ts";
import { batchBytes, throttled } from "./throttled.ts";

/** A process at millisecond 0 whose sleeps end late by so many milliseconds each, and a lane that grants each start 50 ms ahead. */
const stalling = (...lateMs: readonly number[]) => writer({ lateMs, waitMs: [] });
/** One that is never late, and a lane that grants starts so many milliseconds ahead. */
const granting = (...waitMs: readonly number[]) => writer({ lateMs: [], waitMs });

/** One whose answers take so long on their way, the first of them first. */
const answering = (...answerMs: readonly number[]) => writer({ lateMs: [], waitMs: [], answerMs });

type Lane = {
  readonly lateMs: readonly number[];
  readonly waitMs: readonly number[];
  readonly answerMs?: readonly number[];
};

function writer({ lateMs, waitMs, answerMs = [] }: Lane) {
  let now = 0;
  const reserved: number[] = [];
  const slept: number[] = [];
  const throttle = {
    reserve: async (_lane: string, bytes: number) => {
      reserved.push(bytes);
      const at = 1_000_000 + now;
      now += answerMs[reserved.length - 1] ?? 0;
      return { granted: true, waitMs: waitMs[reserved.length - 1] ?? 50, free: false, at };
    },
  };
  const waiting = {
    clock: new ServerClock(),
    now: () => now,
    sleep: async (ms: number) => {
      now += ms + (lateMs[slept.length] ?? 0);
      slept.push(ms);
    },
  };
  const write = (bytes: number) =>
    throttled(throttle, { lane: "default", bytes }, new AbortController().signal, waiting);
  return { reserved, slept, write };
}

test("a writer that wakes long after its start reserves anew before it writes", async () => {
  const { reserved, write } = stalling(2_000, 0);
  await write(1_000);
  expect(reserved).toEqual([1_000, 1_000]);
});

test("a writer that wakes a little late writes", async () => {
  const { reserved, write } = stalling(32);
  await write(1_000);
  expect(reserved).toEqual([1_000]);
});

test("a start that went by while others held the row is late before anybody slept", async () => {
  const { reserved, write } = granting(-33, 50);
  await write(1_000);
  expect(reserved).toEqual([1_000, 1_000]);
});

test("what an answer took on its way is waited no second time, and a start that went by on it is late", async () => {
  const waited = answering(0, 40);
  await waited.write(1_000);
  await waited.write(1_000);
  expect([waited.reserved.length, waited.slept]).toEqual([2, [50, 10]]);
  const late = answering(0, 83);
  await late.write(1_000);
  await late.write(1_000);
  expect([late.reserved.length, late.slept]).toEqual([3, [50, 50]]);
});

test("a process whose first answer was slow takes no start that may be late by it", async () => {
  const { reserved, slept, write } = answering(40, 0);
  await write(1_000);
  expect(reserved).toEqual([1_000, 1_000]);
  expect(slept).toEqual([50, 50]);
});

test("a process that is always late still writes: a quarter more is borne each time", async () => {
  const { reserved, write } = stalling(...Array.from({ length: 8 }, () => 60));
  await write(1_000);
  expect(reserved).toEqual([1_000, 1_000, 1_000, 1_000]);
});

test("of what is more than a batch only the start that was missed is reserved anew", async () => {
  const { reserved, write } = stalling(0, 500, 0, 0);
  await write(2 * batchBytes + 1);
  expect(reserved).toEqual([batchBytes, batchBytes, batchBytes, 1]);
});
