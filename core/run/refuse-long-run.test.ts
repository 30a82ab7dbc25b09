import { expect, test } from "vitest";
import type { PlanStep } from "../graph/plan.ts";
import { refuseLongRun } from "./refuse-long-run.ts";

const steps = (count: number, step: Pick<PlanStep, "kind" | "parts">): readonly PlanStep[] =>
  Array.from({ length: count }, (_, at) => ({ asset: `a${at}`, source: null, after: [], ...step }));

test.each<[string, number, Pick<PlanStep, "kind" | "parts">]>([
  ["marts", 3_000, { kind: "mart" }],
  ["tables of which only what is new is read", 1_500, { kind: "table", parts: ["new", "ids"] }],
  ["tables of which history is read again too", 750, { kind: "table" }],
  ["tables of which history alone is read again", 750, { kind: "table", parts: ["history"] }],
])("a run walks so many %s, %i, and no more", (_, most, step) => {
  refuseLongRun({ steps: steps(most, step) });
  expect(() => refuseLongRun({ steps: steps(most + 1, step) })).toThrow(
    expect.objectContaining({ code: "run.too-many-assets", retryable: false }),
  );
});

test("it is told how many there are, and what to do", () => {
  expect(() => refuseLongRun({ steps: steps(3_001, { kind: "mart" }) })).toThrow(
    "The run would walk 3001 assets, whose history would be about 45015 events, more than 45000. Split it by selection, for instance by source or by tag, into several jobs or runs.",
  );
});
