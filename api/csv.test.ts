import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { toCsv } from "./csv.ts";

test("what a spreadsheet would take for a formula is text", () => {
  expect(toCsv(["a"], [{ a: "=1+1" }, { a: "@x" }, { a: "+1" }, { a: "-1" }, { a: -1 }], "standard")).toBe(
    "a\r\n'=1+1\r\n'@x\r\n'+1\r\n'-1\r\n-1\r\n",
  );
});

test("any rows are read back as they were by a CSV reader", () => {
  const text = fc.string().map((value) => value.replace(/^[=+\-@\t\r]+/, ""));
  fc.assert(
    fc.property(
      fc.array(fc.record({ a: text, b: fc.integer() }), { minLength: 1 }),
      fc.constantFrom("standard", "excel"),
      (rows, style) => {
        const read: unknown = parse(toCsv(["a", "b"], rows, style), {
          columns: true,
          bom: true,
          delimiter: style === "excel" ? ";" : ",",
          record_delimiter: "\r\n",
        });
        expect(read).toEqual(rows.map(({ a, b }) => ({ a, b: String(b) })));
      },
    ),
  );
});

test("what is absent is empty", () => {
  expect(toCsv(["a", "b"], [{ a: null }], "standard")).toBe("a,b\r\n,\r\n");
});
