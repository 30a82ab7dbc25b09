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
const section = (name: string, ...figures: ReturnType<typeof figure>[]) =>
  ({ name, about: `About ${name}`, day: "2026-11-25", size: "full", on: "a core", figures }) as const;
const names = ["one", "two"];

test("the report shows the machine, and each figure beside its goal, of which size and when", () => {
  const text = report("", machine, [section("one", figure("a", true), figure("b", undefined))], { names, reasons: {} });
  expect(text).toContain("| Cores, processor | 2, a processor |");
  expect(text).toContain("What is measured: About one. Taken on 2026-11-25 on a core, at size `full`.");
  expect(text).toContain("| ✔ | What a | 1 | 2 |\n| · | What b | 1 | 2 |");
  expect(text).not.toContain("Missed");
});

test("a missed goal has its reason, or says where to write it", () => {
  const text = report("", machine, [section("one", figure("a", false), figure("b", false))], {
    names,
    reasons: { a: "It is slow." },
  });
  expect(text).toContain("| ✘ | What a | 1 | 2 |");
  expect(text).toContain(
    "- What a: It is slow.\n- What b: no reason known yet; write it in `bench/reasons.ts` under `b`.",
  );
});

test("what was not measured stays as it stood, what there is no more goes, and the order is that of the measurements", () => {
  const before = report("", machine, [section("two", figure("b", true)), section("gone", figure("c", true))], {
    names: ["gone", "two"],
    reasons: {},
  });
  expect(before).toContain("## gone");
  const after = report(before, machine, [{ ...section("one", figure("a", true)), size: "small" }], {
    names,
    reasons: {},
  });
  expect(after.match(/^## .*$/gm)).toEqual(["## one", "## two"]);
  expect(after).toContain("at size `small`, and goals are said of `full`.");
  expect(after).toContain("| ✔ | What b | 1 | 2 |");
  expect(report(after, machine, [], { names, reasons: {} })).toBe(after);
});

test("a figure that could not be measured is neither met nor missed", () => {
  expect([true, false, undefined].map((met) => markOf(figure("a", met)))).toEqual(["✔", "✘", "·"]);
});
