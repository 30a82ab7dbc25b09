import { expect, test } from "vitest";
import { keyBytes } from "../../core/graph/key-bytes.ts";
import type { ColumnType } from "../../core/spec/column.ts";
import { mssqlType } from "./mssql-type.ts";

/** Bytes of types without a length in an index, as SQL Server's documentation has them. */
const documented: Readonly<Record<string, number>> = {
  int: 4,
  bigint: 8,
  "decimal(38,2)": 17,
  bit: 1,
  "datetime2(3)": 7,
  date: 3,
};

test.each<ColumnType>([
  { kind: "int" },
  { kind: "bigint" },
  { kind: "decimal", precision: 38, scale: 2 },
  { kind: "text", length: 225 },
  { kind: "code", length: 5 },
  { kind: "oneOf", values: ["a"] },
  { kind: "bool" },
  { kind: "instant", reads: "rfc3339" },
  { kind: "date" },
  { kind: "uuid" },
])("a key of %j is counted by the bytes of the type that SQL Server stores it as", (type) => {
  const stored = mssqlType(type);
  const [, unit, length] = /^(nvarchar|char)\((\d+)\)/.exec(stored) ?? [];
  expect(keyBytes([{ type }])).toBe(documented[stored] ?? Number(length) * (unit === "char" ? 1 : 2));
});

test("what has no length is in no key", () => {
  expect(mssqlType({ kind: "json" })).toContain("nvarchar(max)");
  expect(keyBytes([{ type: { kind: "json" } }])).toBe(Number.POSITIVE_INFINITY);
});
