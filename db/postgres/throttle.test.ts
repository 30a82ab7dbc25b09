import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ThrottlePort } from "../../core/ports/database.ts";
import { migrate } from "./migrate.ts";
import { openSession } from "./open-database.ts";
import type { SqlSession } from "./session.ts";
import { throttlePort } from "./throttle.ts";

const batch = 65_536;
const start = Date.UTC(2026, 10, 24);

type Step =
  | { readonly kind: "reserve"; readonly bytes: number }
  | { readonly kind: "rate"; readonly bytesPerSecond: number }
  | { readonly kind: "pause" | "resume" }
  | { readonly kind: "later"; readonly ms: number };
type Admission = { readonly at: number; readonly bytes: number };

let sql: SqlSession;
let now = start;
let throttle: ThrottlePort;
beforeAll(async () => {
  sql = await openSession({ memory: true });
  await migrate(sql, [{ owner: "engine", folder: new URL("migrations/", import.meta.url) }]);
  throttle = throttlePort(sql, () => new Date(now).toISOString());
});
afterAll(() => sql.close());

/** Plays steps on a virtual timeline from a fresh row; says what was admitted when, and which rates held from when. */
async function play(steps: readonly Step[]) {
  now += 86_400_000;
  await sql.query(
    "update sillage.throttle set last_start = '-infinity', last_bytes = 0, bytes_per_second = 1000000, paused = false where lane = 'default'",
  );
  const admitted: Admission[] = [];
  const rates = [{ from: now, bytesPerSecond: 1_000_000 }];
  for (const step of steps) {
    if (step.kind === "later") now += step.ms;
    else if (step.kind === "reserve") {
      const { granted, waitMs } = await throttle.reserve("default", step.bytes);
      if (granted) admitted.push({ at: now + waitMs, bytes: step.bytes });
    } else if (step.kind === "rate") {
      await throttle.setThrottle("default", { bytesPerSecond: step.bytesPerSecond });
      rates.push({ from: now, bytesPerSecond: step.bytesPerSecond });
    } else await throttle.setThrottle("default", { paused: step.kind === "pause" });
  }
  return { admitted, rates };
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ kind: fc.constant("reserve" as const), bytes: fc.integer({ min: 1, max: batch }) }),
  },
  { weight: 8, arbitrary: fc.constant({ kind: "reserve" as const, bytes: batch }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("rate" as const),
      bytesPerSecond: fc.constantFrom(10_000, 300_000, 999_999, 1_000_000, 4_000_000),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom({ kind: "pause" as const }, { kind: "resume" as const }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("later" as const), ms: fc.integer({ min: 1, max: 700 }) }) },
);

test("in any one second no more than the rate and one batch is admitted, whatever is changed meanwhile", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 80 }), async (steps) => {
      const { admitted, rates } = await play(steps);
      for (const { at: from } of admitted) {
        const inForce = rates.filter(
          (rate, at) => rate.from < from + 1_000 && (rates[at + 1]?.from ?? Infinity) >= from - 1_000,
        );
        const sum = admitted
          .filter(({ at }) => at >= from && at < from + 1_000)
          .reduce((total, { bytes }) => total + bytes, 0);
        expect(sum).toBeLessThanOrEqual(Math.max(...inForce.map((rate) => rate.bytesPerSecond)) + batch);
      }
    }),
    { numRuns: 60 },
  );
});

test("a rate set again and again admits not a byte more", async () => {
  const again: readonly Step[] = Array.from({ length: 60 }, (_, at): Step =>
    at % 2 === 0 ? { kind: "reserve", bytes: batch } : { kind: "rate", bytesPerSecond: 1_000_000 },
  );
  const { admitted } = await play(again);
  const [first] = admitted;
  const second = admitted.filter(({ at }) => at < (first?.at ?? 0) + 1_000);
  // As many starts as lie within the 900 ms that are granted ahead.
  expect(second.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(14 * batch);
});

test("a pause and what follows it keep the distance to what was granted before", async () => {
  const { admitted } = await play([
    { kind: "reserve", bytes: batch },
    { kind: "pause" },
    { kind: "reserve", bytes: batch },
    { kind: "resume" },
    { kind: "reserve", bytes: batch },
  ]);
  expect(admitted.map(({ at, bytes }) => [Math.round((at - now) * 1000), bytes])).toEqual([
    [0, batch],
    [65_536, batch],
  ]);
});

test("a raised rate shortens the wait that is left, and a lowered one makes it longer", async () => {
  await play([
    { kind: "rate", bytesPerSecond: 10_000 },
    { kind: "reserve", bytes: batch },
  ]);
  expect(await throttle.reserve("default", batch)).toEqual({ granted: false, waitMs: 1_000, free: false });
  await throttle.setThrottle("default", { bytesPerSecond: 100_000_000 });
  expect(await throttle.reserve("default", batch)).toEqual({
    granted: true,
    waitMs: 0.656,
    free: false,
    at: expect.any(Number),
  });
  await throttle.setThrottle("default", { bytesPerSecond: 66_000 });
  expect(await throttle.reserve("default", batch)).toEqual({ granted: false, waitMs: 100, free: false });
});
