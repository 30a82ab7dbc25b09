import { expect, test } from "vitest";
import { columnOf } from "../test/fakes/specs.ts";
import { landedMisfit } from "./landed-misfit.ts";

const table = { columns: [columnOf("id"), columnOf("points")] };

test("a misfit of a declared column by a known rule is told", () => {
  expect(landedMisfit(table, { rule: "integer", column: "points" })).toEqual({ column: "points", rule: "integer" });
});

test.each([
  undefined,
  null,
  "points",
  ["points", "integer"],
  {},
  { column: "points" },
  { column: "Canari", rule: "integer" },
  { column: "points", rule: "Canari" },
  { column: "points", rule: "integer", value: "Canari" },
])("of anything else nothing is: %j", (told) => {
  expect(landedMisfit(table, told)).toBeUndefined();
});
