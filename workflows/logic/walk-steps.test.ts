import fc from "fast-check";
import { expect, test } from "vitest";
import type { PlanStep } from "../../core/graph/plan.ts";
import { createPace } from "./pace.ts";
import { nextSteps } from "./next-steps.ts";
import { walkSteps } from "./walk-steps.ts";

const step = (asset: string, after: readonly string[] = []): PlanStep => ({
  asset,
  kind: "table",
  source: null,
  after,
});

/** Any plan: steps in dependency order, each after some of those before it. */
const plans = fc.array(fc.array(fc.nat(20), { maxLength: 4 }), { maxLength: 20 }).map((all) =>
  all.map((after, at) =>
    step(
      `a${at}`,
      [...new Set(after.filter((dep) => dep < at))].map((dep) => `a${dep}`),
    ),
  ),
);

test("steps start in the plan's order, as many as there are free places", () => {
  const steps = [step("a"), step("b"), step("c", ["a"]), step("d")];
  const started = (ended: string[], running: string[], atOnce: number) =>
    nextSteps(steps, new Set(ended), new Set(running), atOnce).map(({ asset }) => asset);
  expect(started([], [], 2)).toEqual(["a", "b"]);
  expect(started([], ["a", "b"], 2)).toEqual([]);
  expect(started(["a"], ["b"], 2)).toEqual(["c"]);
  expect(started(["a"], ["b"], 9)).toEqual(["c", "d"]);
  expect(started([], ["a", "b", "d"], 2)).toEqual([]);
});

test("whatever the plan and however long its steps take, no more than so many are in work, what a step comes after has ended, and every step ends once", async () => {
  await fc.assert(
    fc.asyncProperty(
      plans,
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.nat(8), { minLength: 20, maxLength: 20 }),
      async (steps, atOnce, turns) => {
        const inWork = new Set<string>();
        const worked: string[] = [];
        const ended = await walkSteps(
          steps,
          createPace(atOnce),
          async ({ asset, after }, before) => {
            inWork.add(asset);
            worked.push(asset);
            expect(inWork.size).toBeLessThanOrEqual(atOnce);
            expect(after.filter((dep) => !before.has(dep))).toEqual([]);
            for (let left = turns[Number(asset.slice(1))] ?? 0; left > 0; left--) await Promise.resolve();
            inWork.delete(asset);
            return asset;
          },
          ({ running }) => expect(running.size).toBeLessThanOrEqual(atOnce),
        );
        const all = steps.map(({ asset }) => asset);
        expect(worked.toSorted()).toEqual(all.toSorted());
        expect([...ended.keys()].toSorted()).toEqual(all.toSorted());
      },
    ),
  );
});

test("a plan without steps ends at once", async () => {
  expect(
    await walkSteps(
      [],
      createPace(6),
      async () => "never",
      () => undefined,
    ),
  ).toEqual(new Map());
});

test("what work throws stops the walk when the others in work have ended", async () => {
  const ended: string[] = [];
  const begun: string[] = [];
  const slow = Promise.withResolvers<void>();
  const walk = walkSteps(
    [step("bad"), step("slow"), step("later")],
    createPace(2),
    async ({ asset }) => {
      begun.push(asset);
      if (asset === "bad") throw new Error("cancelled");
      await slow.promise;
      ended.push(asset);
    },
    () => undefined,
  );
  setImmediate(() => slow.resolve());
  await expect(walk).rejects.toThrow("cancelled");
  expect(begun).toEqual(["bad", "slow"]);
  expect(ended).toEqual(["slow"]);
});

test("each start and each end is told", async () => {
  const told: string[] = [];
  await walkSteps(
    [step("a"), step("b", ["a"])],
    createPace(2),
    async () => undefined,
    ({ ended, running }) => told.push(`${[...ended.keys()].join()}|${[...running.keys()].join()}`),
  );
  expect(told).toEqual(["|a", "a|b", "a,b|"]);
});

test("a pace that grows starts more at once, one that shrinks stops none and lets the next ones wait", async () => {
  const pace = createPace(1);
  const gates = new Map(["a", "b", "c", "d"].map((asset) => [asset, Promise.withResolvers<void>()]));
  let inWork: readonly string[] = [];
  const walk = walkSteps(
    [...gates.keys()].map((asset) => step(asset)),
    pace,
    async ({ asset }) => gates.get(asset)?.promise,
    ({ running }) => (inWork = [...running.keys()]),
  );
  const after = async (change: () => void): Promise<readonly string[]> => {
    change();
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    return inWork;
  };
  expect(await after(() => undefined)).toEqual(["a"]);
  expect(await after(() => pace.set(3))).toEqual(["a", "b", "c"]);
  expect(await after(() => pace.set(2))).toEqual(["a", "b", "c"]);
  expect(await after(() => gates.get("a")?.resolve())).toEqual(["b", "c"]);
  expect(await after(() => gates.get("b")?.resolve())).toEqual(["c", "d"]);
  for (const gate of gates.values()) gate.resolve();
  expect((await walk).size).toBe(4);
});
