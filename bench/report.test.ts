import { expect, test } from "vitest";
import { markOf, report } from "./report.ts";

const machine = {
  cores: "2",
  processor: "a processor",
  memory: "24 GB",
  system: "a system",
  node: "v24",
  postgresql: "15",
  pglite: "0.5",
  temporalSdk: "1.24",
};
const figure = (id: string, met: boolean | undefined) => ({
  id,
  what: `What ${id}`,
  measured: "1",
  goal: "2",
  met,
  values: {},
});

test("the report shows the machine, and each figure beside its goal", () => {
  const text = report("2026-11-25", machine, [figure("a", true), figure("b", undefined)], {});
  expect(text).toContain("| Cores, processor | 2, a processor |");
  expect(text).toContain("| ✔ | What a | 1 | 2 |\n| · | What b | 1 | 2 |");
  expect(text).not.toContain("Missed");
});

test("a missed goal has its reason, or says where to write it", () => {
  const text = report("2026-11-25", machine, [figure("a", false), figure("b", false)], { a: "It is slow." });
  expect(text).toContain("| ✘ | What a | 1 | 2 |");
  expect(text).toContain(
    "- What a: It is slow.\n- What b: no reason known yet; write it in `bench/reasons.ts` under `b`.",
  );
});

test("a figure that could not be measured is neither met nor missed", () => {
  expect([true, false, undefined].map((met) => markOf(figure("a", met)))).toEqual(["✔", "✘", "·"]);
});
