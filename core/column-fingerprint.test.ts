import { expect, test } from "vitest";
import { tableOf } from "../test/fakes/specs.ts";
import { columnFingerprint } from "./column-fingerprint.ts";

test("tables with the same columns have one fingerprint, whatever else is declared; another length is another", () => {
  const orders = tableOf("orders");
  expect(columnFingerprint(tableOf("orders", { doc: "Otherwise said." }))).toBe(columnFingerprint(orders));
  const indexed = orders.columns.map(
    (column) => ({ ...column, indexed: true, processing: { what: "order" }, doc: "Its number." }) as const,
  );
  expect(columnFingerprint({ ...orders, columns: indexed })).toBe(columnFingerprint(orders));
  const longer = orders.columns.map((column, at) => (at === 0 ? { ...column, nullable: !column.nullable } : column));
  expect(columnFingerprint({ ...orders, columns: longer })).not.toBe(columnFingerprint(orders));
});
