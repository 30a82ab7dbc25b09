import fc from "fast-check";
import { expect, test } from "vitest";
import { atMost } from "./at-most.ts";

test("one at a time, works run one after the other in the order they were asked for", async () => {
  const inTurn = atMost(1);
  const told: string[] = [];
  const work = (name: string) => async () => {
    told.push(`${name} begins`);
    await Promise.resolve();
    told.push(`${name} ends`);
  };
  await Promise.all([inTurn(work("a")), inTurn(work("b"))]);
  await inTurn(work("c"));
  expect(told).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});

test("a work that fails tells its own caller, and the next one runs", async () => {
  const inTurn = atMost(1);
  const failed = inTurn(() => Promise.reject(new Error("no room")));
  const told: string[] = [];
  const next = inTurn(async () => void told.push("next"));
  await expect(failed).rejects.toThrow("no room");
  await next;
  expect(told).toEqual(["next"]);
});

test("never more run than may, and every one runs", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 20 }),
      async (limit, turns) => {
        const gate = atMost(limit);
        let [running, most, done] = [0, 0, 0];
        await Promise.all(
          turns.map((wait) =>
            gate(async () => {
              most = Math.max(most, ++running);
              for (let turn = 0; turn < wait; turn++) await Promise.resolve();
              running--;
              done++;
            }),
          ),
        );
        expect(most).toBeLessThanOrEqual(limit);
        expect(done).toBe(turns.length);
      },
    ),
  );
});
