import { expect, test } from "vitest";
import { columnOf, martOf, tableOf } from "../../test/fakes/specs.ts";
import { depsOf } from "./asset.ts";
import { isDropped, isOpen, isSealed } from "./column.ts";
import { orderingColumn } from "./ordering-column.ts";

const instant = { kind: "instant", reads: "rfc3339" } as const;

test("versions of a row are ordered by its update, else by its cursor, else by nothing of its own", () => {
  const updatedAt = columnOf("updatedAt", { type: instant });
  const cursor = columnOf("createdAt", { type: instant, cursor: true });
  expect(orderingColumn(tableOf("t", { columns: [cursor, updatedAt] }))).toBe(updatedAt);
  expect(orderingColumn(tableOf("t", { columns: [cursor] }))).toBe(cursor);
  expect(orderingColumn(tableOf("t"))).toBeUndefined();
});

test("a table depends on what it looks up and on the table of its day, once each; a mart on its deps", () => {
  expect(depsOf(tableOf("t", { lookups: ["a", "b"], dayOf: { column: "id", table: "b" } }))).toEqual(["a", "b"]);
  expect(depsOf(tableOf("t"))).toEqual([]);
  expect(depsOf(martOf("m", ["a"]))).toEqual(["a"]);
});

test("a column is open, sealed or dropped", () => {
  const open = columnOf("a");
  const sealed = columnOf("a", { personal: { what: "surname", action: "seal" } });
  const dropped = columnOf("a", { personal: { what: "notes", action: "drop" } });
  expect([open, sealed, dropped].map((column) => [isOpen(column), isSealed(column), isDropped(column)])).toEqual([
    [true, false, false],
    [false, true, false],
    [false, false, true],
  ]);
});
