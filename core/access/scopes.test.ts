import { expect, test } from "vitest";
import { scopesIn } from "./scopes.ts";

test("words that are no scope are left out", () => {
  expect(scopesIn(["operate", "kpi:read", "kpi:write", ""])).toEqual(["kpi:read", "operate"]);
});
