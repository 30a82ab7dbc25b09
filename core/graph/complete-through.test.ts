import { expect, test } from "vitest";
import { martOf, tableOf } from "../../test/fakes/specs.ts";
import { completeThrough } from "./complete-through.ts";

const freshness = { kind: "within", ms: 1 } as const;
const spec = {
  tables: [tableOf("orders", { freshness }), tableOf("sites", { freshness }), tableOf("communes")],
  marts: [martOf("daily", ["orders", "communes"]), martOf("map", ["communes"])],
};
const at = (day: number): string => `2026-11-0${day}T02:00:00.000Z`;
const through = (marks: Readonly<Record<string, string | null>>) =>
  completeThrough(
    spec,
    Object.entries(marks).map(([asset, loadedThrough]) => ({ asset, loadedThrough })),
  );

test("assets are complete together up to the least of them, a mart among them", () => {
  expect(through({ orders: at(3), sites: at(2) })).toBe(at(2));
  expect(through({ orders: at(3), daily: at(2) })).toBe(at(2));
});

test("what promises no freshness ages nothing, unless there is no other", () => {
  expect(through({ orders: at(3), communes: at(1), map: at(1) })).toBe(at(3));
  expect(through({ communes: at(1), map: at(2) })).toBe(at(1));
});

test("one unknown mark makes all unknown, that of a reference table too", () => {
  expect(through({ orders: at(3), communes: null })).toBeNull();
  expect(through({ orders: at(3), daily: null })).toBeNull();
  expect(through({})).toBeNull();
});
