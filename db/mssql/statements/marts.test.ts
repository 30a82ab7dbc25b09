import { expect, test } from "vitest";
import { columnOf, martOf } from "../../../test/fakes/specs.ts";
import { martStatements } from "./marts.ts";

test("a text of a mart that gained a blank at its end is a difference, which SQL Server sees in front of something only", () => {
  const label = columnOf("label", { type: { kind: "text", length: 20 } });
  const code = columnOf("code", { type: { kind: "code", length: 5 } });
  const day = columnOf("day", { key: 1, type: { kind: "date" } });
  const { compare } = martStatements(martOf("m", [], { columns: [day, label, code] }), "select 1");
  const told = "select [day], [label] + N'.' as [label], [code] + N'.' as [code] from";
  expect(compare.split(told)).toHaveLength(5);
  expect(compare.match(/select \[day\], /g)).toHaveLength(4);
});
