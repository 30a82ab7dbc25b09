import { expect, test } from "vitest";
import { grantedBy } from "./roles.ts";

test.each([
  ["viewer", ["kpi:read"]],
  ["operator", ["kpi:read", "assets:read", "operate"]],
  ["admin", ["kpi:read", "assets:read", "operate", "admin"]],
  ["privacy-officer", ["kpi:read", "kpi:individual", "assets:read", "pii:reveal", "dsr:manage"]],
  ["constructor", []],
])("the role %s grants what it says", (role, granted) => {
  expect(grantedBy([role])).toEqual(granted);
});

test("roles and scopes together grant the sum of both, each once", () => {
  expect(grantedBy(["viewer", "kpi:read", "kpi:individual", "unknown"])).toEqual(["kpi:read", "kpi:individual"]);
});
