import { expect, test } from "vitest";
import { withJson } from "./with-json.ts";

test("JSON that is kept as text is read, a text within it too, and null stays null", () => {
  const rows = [
    { id: 1, scope: '["a","b"]', name: '["kept"]' },
    { id: 2, scope: '"all"', name: "x" },
    { id: 3, scope: null, name: "y" },
  ];
  expect(withJson(rows, ["scope"])).toEqual([
    { id: 1, scope: ["a", "b"], name: '["kept"]' },
    { id: 2, scope: "all", name: "x" },
    { id: 3, scope: null, name: "y" },
  ]);
  expect(withJson(rows, [])).toBe(rows);
});
