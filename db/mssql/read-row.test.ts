import { expect, test } from "vitest";
import { readRow, type DriverColumn } from "./read-row.ts";

const column = (value: unknown, name: string, scale?: number) => ({
  value,
  metadata: { colName: "total", type: { name }, scale },
});

const inText = (columns: readonly DriverColumn[]) => readRow(columns, (at) => at.toISOString());

test("dates, instants, whole numbers and decimals are read as PostgreSQL's drivers give them", () => {
  const at = new Date("2026-11-01T23:59:59.999Z");
  expect(inText([column(at, "Date")])).toEqual({ total: "2026-11-01" });
  expect(inText([column(at, "DateTime2", 3)])).toEqual({ total: "2026-11-01T23:59:59.999Z" });
  expect(inText([column("7", "IntN")])).toEqual({ total: 7 });
  expect(inText([column("9223372036854775807", "BigInt")])).toEqual({ total: "9223372036854775807" });
  expect(inText([column("7", "NVarChar")])).toEqual({ total: "7" });
  expect(inText([column(12.5, "DecimalN", 2)])).toEqual({ total: "12.50" });
  expect(inText([column(12.5, "FloatN")])).toEqual({ total: 12.5 });
});

test("a declared statement's instants are Dates, its dates are not", () => {
  const at = new Date("9999-12-31T23:59:59.999Z");
  expect(readRow([column(at, "DateTime2", 3)], (instant) => instant)).toEqual({ total: at });
  expect(readRow([column(at, "Date")], (instant) => instant)).toEqual({ total: "9999-12-31" });
});

test("a decimal that the driver cannot read exactly is refused, never rounded", () => {
  expect(() => inText([column(90_071_992_547_410.5, "DecimalN", 2)])).toThrow(
    "The column total of an answer holds a decimal of more digits than the driver reads exactly. Cast it to nvarchar in the statement.",
  );
});
