import { expect, test } from "vitest";
import { schemaFinding } from "./schema-finding.ts";

test("tables that are as declared are told so", () => {
  expect(schemaFinding([], [])).toBe("the tables are as they are declared");
});

test("what differs is told, the first five of it", () => {
  const altered = ["a", "b", "c", "d", "e", "f", "g"].map((name) => `open.orders.${name} is missing`);
  expect(schemaFinding(altered, [])).toEqual({
    state: "failed",
    detail:
      "open.orders.a is missing; open.orders.b is missing; open.orders.c is missing; open.orders.d is missing; open.orders.e is missing; and 2 more",
    fix: "Restore them as the migrations made them, or run `sillage generate <name>` and `sillage migrate` when the declarations changed.",
  });
});

test("a database that lacks migrations is told those, not every table", () => {
  expect(schemaFinding(["open.orders is missing"], ["engine/0001_engine", "deployment/0001_initial"])).toEqual({
    state: "failed",
    detail: "not migrated: engine/0001_engine, deployment/0001_initial",
    fix: "Run `sillage migrate`.",
  });
});
