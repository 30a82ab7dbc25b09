import { expect, test } from "vitest";
import { columnOf, martOf, tableOf } from "../../test/fakes/specs.ts";
import { personalOf } from "./personal-column.ts";

const clients = tableOf("clients", { subject: "client" });

test("in a row about a person every column says something of them, in other rows those that are declared to", () => {
  const sex = columnOf("sex", { processing: { what: "sex", purposes: [] } });
  expect(personalOf(sex, tableOf("orders"))).toEqual({ what: "sex", action: "keep" });
  expect(personalOf(columnOf("points"), clients)).toEqual({ what: "points", action: "keep" });
  expect(personalOf(columnOf("points"), tableOf("orders"))).toBeUndefined();
});

test("a mart's column says of a person what it says by itself", () => {
  const mart = martOf("people_daily", ["clients"]);
  const person = columnOf("person", { derive: { kind: "pid", entity: "client" } });
  expect(personalOf(person, mart)).toEqual({ what: "pseudonym", action: "pseudonymise" });
  expect(personalOf(columnOf("day"), mart)).toBeUndefined();
});
