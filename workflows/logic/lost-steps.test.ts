import { expect, test } from "vitest";
import type { PlanStep } from "../../core/graph/plan.ts";
import { lostBefore, lostSteps, pausedBefore } from "./lost-steps.ts";

const step = (asset: string, ...after: string[]): PlanStep => ({ asset, kind: "table", source: null, after });
const steps = [step("held"), step("bad"), step("fine"), step("mart", "held", "fine"), step("gone", "bad", "held")];
const last = step("last", "gone", "mart");
const ended = new Map([
  ["held", { state: "paused" }],
  ["bad", { state: "failed" }],
  ["fine", { state: "done" }],
  ["mart", { state: "done" }],
  ["gone", { state: "skipped" }],
] as const);

test("a failed asset and all that comes after it are lost, a paused one is not", () => {
  expect([...lostSteps([...steps, last], ended)]).toEqual(["bad", "gone", "last"]);
});

test("a step learns which of its direct deps were lost, and which were paused", () => {
  const [, , , mart = last, gone = last] = steps;
  expect(lostBefore(mart, steps, ended)).toEqual([]);
  expect(pausedBefore(mart, ended)).toEqual(["held"]);
  expect(lostBefore(gone, steps, ended)).toEqual(["bad"]);
  expect(lostBefore(last, [...steps, last], ended)).toEqual(["gone"]);
  expect(pausedBefore(last, ended)).toEqual([]);
});
