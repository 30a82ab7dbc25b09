import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../landed-row.ts";
import type { ColumnType } from "../spec/column.ts";
import { castValue } from "./cast-value.ts";

const int: ColumnType = { kind: "int" };
const bigint: ColumnType = { kind: "bigint" };
const money: ColumnType = { kind: "decimal", precision: 12, scale: 2 };
const whole: ColumnType = { kind: "decimal", precision: 5, scale: 0 };
const text: ColumnType = { kind: "text", length: 5 };
const postal: ColumnType = { kind: "code", length: 5, pad: 5 };
const code: ColumnType = { kind: "code", length: 5 };
const status: ColumnType = { kind: "oneOf", values: ["open", "paid"] };
const bool: ColumnType = { kind: "bool" };
const instant: ColumnType = { kind: "instant", reads: "rfc3339" };
const unix: ColumnType = { kind: "instant", reads: "unix-seconds" };
const local: ColumnType = { kind: "instant", reads: "local", zone: "Europe/Paris" };
const naive: ColumnType = { kind: "instant", reads: "local" };
const date: ColumnType = { kind: "date" };
const uuid: ColumnType = { kind: "uuid" };
const json: ColumnType = { kind: "json" };

test.each<[ColumnType, Json, unknown]>([
  [int, 7, 7],
  [int, "-2147483648", -2_147_483_648],
  [int, "+5", 5],
  [bigint, "9223372036854775807", "9223372036854775807"],
  [bigint, "-9223372036854775808", "-9223372036854775808"],
  [bigint, 9_007_199_254_740_991, 9_007_199_254_740_991],
  [money, "12.5", "12.50"],
  [money, "12.50", "12.50"],
  [money, "0.05", "0.05"],
  [money, "-0.00", "0.00"],
  [money, "-12.3", "-12.30"],
  [money, "+1", "1.00"],
  [money, "007.1", "7.10"],
  [money, "12.500", "12.50"],
  [money, "9999999999.99", "9999999999.99"],
  [money, 0.1, "0.10"],
  [whole, "042", "42"],
  [text, "écran", "écran"],
  [text, "👩‍🚀x", "👩‍🚀x"],
  [text, 12, "12"],
  [text, true, "true"],
  [text, "", ""],
  [postal, "1000", "01000"],
  [postal, "", null],
  [text, "a  ", "a  "],
  [{ ...text, trim: true }, "a b     ", "a b"],
  [{ ...text, trim: true }, " a\u00a0", " a\u00a0"],
  [{ ...text, trim: true }, "   ", ""],
  [{ ...postal, trim: true }, "1000 ", "01000"],
  [{ ...postal, trim: true }, "  ", null],
  [code, "", ""],
  [code, "2A004", "2A004"],
  [status, "paid", "paid"],
  [bool, "true", true],
  [bool, 0, false],
  [bool, "1", true],
  [bool, false, false],
  [instant, "2026-11-24T02:00:00.123Z", "2026-11-24T02:00:00.123Z"],
  [instant, "2026-11-24T03:00:00+01:00", "2026-11-24T02:00:00.000Z"],
  [instant, "2026-11-24 03:00:00.5+01:00", "2026-11-24T02:00:00.500Z"],
  [instant, "2026-11-24t02:00:00z", "2026-11-24T02:00:00.000Z"],
  [instant, "2026-11-24T02:00:00.123456789Z", "2026-11-24T02:00:00.123Z"],
  [unix, 1_795_485_600, "2026-11-24T02:00:00.000Z"],
  [unix, "1795485600.5", "2026-11-24T02:00:00.500Z"],
  [unix, 253_402_300_799, "9999-12-31T23:59:59.000Z"],
  [unix, -62_135_596_800, "0001-01-01T00:00:00.000Z"],
  [local, "2026-07-01T14:00:00", "2026-07-01T12:00:00.000Z"],
  [local, "2026-11-24 03:00", "2026-11-24T02:00:00.000Z"],
  [naive, "2026-11-24T03:00:00", "2026-11-24T03:00:00.000Z"],
  [date, "2024-02-29", "2024-02-29"],
  [uuid, "0190F0E2-0000-7000-8000-00000000000A", "0190f0e2-0000-7000-8000-00000000000a"],
  [json, { b: [1, "é"], a: null }, '{"b":[1,"é"],"a":null}'],
])("%j reads %j as %j", (type, raw, value) => {
  expect(castValue(type, raw)).toEqual({ ok: true, value });
});

test.each<[ColumnType, Json, string]>([
  [int, 1.5, "integer"],
  [int, 2_147_483_648, "out-of-range"],
  [int, "2147483648", "out-of-range"],
  [int, "", "empty"],
  [int, "twelve", "integer"],
  [int, true, "integer"],
  [bigint, 9_007_199_254_740_992, "inexact"],
  [bigint, "9223372036854775808", "out-of-range"],
  [money, "12,50", "decimal"],
  [money, "", "empty"],
  [money, "1e3", "decimal"],
  [money, "12.345", "too-precise"],
  [money, "10000000000.00", "out-of-range"],
  [money, 9_007_199_254_740_994, "inexact"],
  [money, [], "decimal"],
  [whole, "1.5", "too-precise"],
  [text, "sixsix", "too-long"],
  [text, "a\u0000b", "not-unicode"],
  [text, "\ud800", "not-unicode"],
  [text, {}, "text"],
  [code, "123456", "too-long"],
  [status, "Paid", "not-in-list"],
  [status, 3, "not-in-list"],
  [bool, "", "empty"],
  [bool, "oui", "boolean"],
  [instant, "", "empty"],
  [instant, "2026-11-24T02:00:00", "instant"],
  [instant, "2026-02-30T02:00:00.000Z", "instant"],
  [instant, "2026-11-24T24:30:00.000Z", "instant"],
  [instant, "0000-11-24T02:00:00.000Z", "instant"],
  [instant, 5, "instant"],
  [unix, 1_795_485_600_000, "out-of-range"],
  [unix, "1795485600000", "out-of-range"],
  [unix, -1e300, "out-of-range"],
  [unix, 253_402_300_800, "out-of-range"],
  [instant, "9999-12-31T23:59:59-01:00", "out-of-range"],
  [instant, "0001-01-01T00:00:00+01:00", "out-of-range"],
  [unix, "soon", "instant"],
  [unix, true, "instant"],
  [local, "2026-11-24T03:00:00Z", "instant"],
  [date, "2023-02-29", "date"],
  [date, "24/11/2026", "date"],
  [date, "", "empty"],
  [date, 20_261_124, "date"],
  [uuid, "0190F0E2", "uuid"],
  [uuid, 1, "uuid"],
  [json, "a\u0000b", "not-unicode"],
  [json, { a: "\ud800" }, "not-unicode"],
])("%j refuses %j: %s", (type, raw, rule) => {
  expect(castValue(type, raw)).toEqual({ ok: false, rule });
});

test("what is absent stays null, whatever the type", () => {
  for (const type of [int, bigint, money, text, code, status, bool, instant, date, uuid, json]) {
    expect(castValue(type, null)).toEqual({ ok: true, value: null });
    expect(castValue(type, undefined)).toEqual({ ok: true, value: null });
  }
});

test("the hour that summer time skips and the one that autumn repeats have an instant each", () => {
  expect(castValue(local, "2026-03-29T02:30:00")).toEqual({ ok: true, value: "2026-03-29T01:30:00.000Z" });
  expect(castValue(local, "2026-10-25T02:30:00")).toEqual({ ok: true, value: "2026-10-25T00:30:00.000Z" });
});

test("every amount of cents is kept exactly, whether it comes as text or as a number", () => {
  fc.assert(
    fc.property(fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }), (cents) => {
      const sign = cents < 0 ? "-" : "";
      const digits = String(Math.abs(cents)).padStart(3, "0");
      const exact = `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
      expect(castValue(money, exact)).toEqual({ ok: true, value: exact });
      expect(castValue(money, cents / 100)).toEqual({ ok: true, value: exact });
    }),
  );
});

test("casting a cast value changes nothing", () => {
  const raw = fc.oneof(
    fc.string(),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constantFrom("1.50", "2026-01-01", "2026-01-01T00:00:00Z"),
  );
  const trimmed = { ...text, trim: true } as const;
  const type = fc.constantFrom(int, bigint, money, text, trimmed, code, bool, instant, date, uuid);
  fc.assert(
    fc.property(type, raw, (declared, value) => {
      const once = castValue(declared, value);
      if (once.ok) expect(castValue(declared, once.value)).toEqual(once);
    }),
    { numRuns: 1_000 },
  );
});

test("more days than are remembered are told apart as well", () => {
  for (let day = 0; day < 10_100; day++) {
    const text10 = new Date(Date.UTC(1990, 0, 1) + day * 86_400_000).toISOString().slice(0, 10);
    expect(castValue(date, text10)).toEqual({ ok: true, value: text10 });
  }
});

const coordinate: ColumnType = { kind: "decimal", precision: 9, scale: 6, beyond: "round" };

test.each([
  [coordinate, "46.1534255214", "46.153426"],
  [coordinate, 4.92611354223, "4.926114"],
  [coordinate, "-0.0000005", "-0.000001"],
  [coordinate, "-0.0000004", "0.000000"],
  [coordinate, "9.9999999", "10.000000"],
  [coordinate, "007.5", "7.500000"],
  [{ ...coordinate, precision: 3, scale: 0 }, "2.5", "3"],
] as const)("a decimal declared to be rounded (%j) takes %j as %s", (type, raw, value) => {
  expect(castValue(type, raw)).toEqual({ ok: true, value });
});

test("rounding makes no value fit that is out of range", () => {
  expect(castValue(coordinate, "999.9999999")).toEqual({ ok: false, rule: "out-of-range" });
});

test("Unix seconds may be written with more digits than are kept", () => {
  expect(castValue({ kind: "instant", reads: "unix-seconds" }, "1790000000.500000")).toEqual({
    ok: true,
    value: "2026-09-21T14:13:20.500Z",
  });
});
