import fc from "fast-check";
import { expect, test } from "vitest";
import { columnOf } from "../../test/fakes/specs.ts";
import { castColumn } from "./cast-column.ts";

const text = { kind: "text", length: 20 } as const;
const code = { kind: "code", length: 20 } as const;
const names = [
  columnOf("code", { type: code }),
  columnOf("key", { type: text, key: 1 }),
  columnOf("site", { type: text, ref: "sites" }),
];

/** Equality as SQL Server has it, whatever the collation: the shorter text is filled up with blanks. */
const isOneThere = (left: string, right: string): boolean => {
  const longer = Math.max(left.length, right.length);
  return left.padEnd(longer) === right.padEnd(longer);
};

test.each(names)(
  "a name that ends in a blank does not fit, so that no database takes it for another: $name",
  (column) => {
    for (const raw of ["A1 ", "A1  ", " ", "1 "])
      expect(castColumn(column, raw)).toEqual({ ok: false, rule: "trailing-blank" });
    for (const raw of ["A1", " A1", "A 1", "", "A1\u00a0", "A1\t"])
      expect(castColumn(column, raw)).toEqual({ ok: true, value: raw });
  },
);

test("declared to be trimmed, a name fits without the blanks at its end", () => {
  expect(castColumn(columnOf("code", { type: { ...code, trim: true } }), "A1  ")).toEqual({ ok: true, value: "A1" });
});

test("any other column keeps its blanks, and any other rule is told as before", () => {
  expect(castColumn(columnOf("label", { type: text }), "A1 ")).toEqual({ ok: true, value: "A1 " });
  expect(castColumn(columnOf("id", { key: 1 }), 7)).toEqual({ ok: true, value: 7 });
  expect(castColumn(columnOf("id", { key: 1 }), "x")).toEqual({ ok: false, rule: "integer" });
});

test("two names that fit are one for PostgreSQL when they are one for SQL Server", () => {
  const raw = fc.string({ unit: fc.constantFrom("A", "1", " ", "\u00a0"), maxLength: 4 });
  const shape = fc.constantFrom(...names, columnOf("code", { type: { ...code, trim: true } }));
  fc.assert(
    fc.property(shape, raw, raw, (column, left, right) => {
      const [one, two] = [castColumn(column, left), castColumn(column, right)];
      fc.pre(one.ok && two.ok && typeof one.value === "string" && typeof two.value === "string");
      if (one.ok && two.ok) expect(one.value === two.value).toBe(isOneThere(one.value, two.value));
    }),
    { numRuns: 2_000 },
  );
});
