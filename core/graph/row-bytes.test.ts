import { expect, test } from "vitest";
import { columnOf, tableOf } from "../../test/fakes/specs.ts";
import type { ColumnType } from "../spec/column.ts";
import { estimatedRowBytes } from "./row-bytes.ts";

const bytes = (...columns: Parameters<typeof columnOf>[]): number =>
  estimatedRowBytes(tableOf("t", { columns: columns.map((column) => columnOf(...column)) }));

test("every type of column takes some room", () => {
  const types: readonly ColumnType[] = [
    { kind: "int" },
    { kind: "bigint" },
    { kind: "decimal", precision: 12, scale: 2 },
    { kind: "text", length: 80 },
    { kind: "code", length: 5 },
    { kind: "oneOf", values: ["a"] },
    { kind: "bool" },
    { kind: "instant", reads: "rfc3339" },
    { kind: "date" },
    { kind: "uuid" },
    { kind: "json" },
  ];
  for (const type of types) expect(bytes(["a", { type }]), type.kind).toBeGreaterThan(bytes());
});

test("a sealed value takes more room than an open one, a dropped one none", () => {
  const type = { kind: "text", length: 40 } as const;
  expect(bytes(["a", { type, personal: { what: "x", action: "seal" } }])).toBeGreaterThan(bytes(["a", { type }]) + 60);
  expect(bytes(["a", { type, personal: { what: "x", action: "drop" } }])).toBe(bytes());
});
