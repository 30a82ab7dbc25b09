import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../landed-row.ts";
import type { ColumnRules, ColumnType } from "../spec/column.ts";
import { columnOf } from "../../test/fakes/specs.ts";
import { castColumn } from "./cast-column.ts";

const ruleOf = (type: ColumnType, rules: ColumnRules, raw: Json): string | undefined => {
  const cast = castColumn(columnOf("a", { type, ...rules }), raw);
  return cast.ok ? undefined : cast.rule;
};
const between = (atLeast: number | string | null, atMost: number | string | null) => ({ between: { atLeast, atMost } });
const matching = ({ source: pattern, flags }: RegExp) => ({ matching: { pattern, flags } });
const money: ColumnType = { kind: "decimal", precision: 18, scale: 2 };
const wide: ColumnType = { kind: "decimal", precision: 38, scale: 2 };
const local: ColumnType = { kind: "instant", reads: "local", zone: "Europe/Paris" };
const text: ColumnType = { kind: "text", length: 20 };
const code: ColumnType = { kind: "code", length: 5, pad: 5 };

test.each<[ColumnType, ColumnRules, readonly Json[], readonly Json[]]>([
  [{ kind: "int" }, between(0, 30), [0, 30, "15"], [-1, 31, "31"]],
  [{ kind: "bigint" }, between("9007199254740993", null), ["9007199254740993"], ["9007199254740992", 5]],
  [money, between(0, 30), ["0", "-0.00", "30.00", 29.99], ["-0.01", "30.01", "100"]],
  [money, between("-1.5", "-0.5"), ["-1.50", "-1", "-0.5"], ["-1.51", "-0.49", "0"]],
  [wide, between(null, "123456789012345678.90"), ["123456789012345678.90", "-5"], ["123456789012345678.91"]],
  [{ kind: "date" }, between("2024-02-29", "2024-03-01"), ["2024-02-29", "2024-03-01"], ["2024-02-28", "2024-03-02"]],
  [local, between("2026-07-01T12:00:00Z", null), ["2026-07-01T14:00:00"], ["2026-07-01T13:59:59"]],
])("%j with %j takes its bounds and what lies within, and nothing beyond", (type, rules, taken, refused) => {
  for (const raw of taken) expect(ruleOf(type, rules, raw)).toBeUndefined();
  for (const raw of refused) expect(ruleOf(type, rules, raw)).toBe("not-between");
});

test("a pattern is asked of the whole value as it is stored: padded, trimmed, by code points", () => {
  expect(ruleOf(code, matching(/\d{5}/), "1000")).toBeUndefined();
  expect(ruleOf(code, matching(/\d{5}/), "2A004")).toBe("not-matching");
  expect(ruleOf({ ...text, trim: true }, matching(/[A-Z]+/), "AB  ")).toBeUndefined();
  expect(ruleOf(text, matching(/[A-Z]+/), "AB ")).toBe("not-matching");
  expect(ruleOf(text, matching(/.|ab/), "👋")).toBeUndefined();
  expect(ruleOf(text, matching(/.|ab/), "abc")).toBe("not-matching");
});

test("what is absent breaks no rule, and what does not fit its type is told by that", () => {
  expect(ruleOf(money, between(1, 2), null)).toBeUndefined();
  expect(ruleOf(code, matching(/[A-Z]/), "")).toBeUndefined();
  expect(ruleOf(money, between(1, 2), "12,5")).toBe("decimal");
});

test("a bound that no value of the column is, which a graph is refused for, bounds nothing", () => {
  expect(ruleOf(money, between("soon", 2), "-5")).toBeUndefined();
});

test("decimals are compared exactly, however many digits they have", () => {
  const cents = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
  const written = (value: bigint): string => {
    const digits = String(value < 0n ? -value : value).padStart(3, "0");
    return `${value < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };
  fc.assert(
    fc.property(cents, cents, cents, (value, least, most) => {
      const taken = ruleOf(wide, between(written(least), written(most)), written(value)) === undefined;
      expect(taken).toBe(value >= least && value <= most);
    }),
  );
});
