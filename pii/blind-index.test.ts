import { createSecretKey } from "node:crypto";
import fc from "fast-check";
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { expect, test } from "vitest";
import { blindIndex, normalise, normaliserOf } from "./blind-index.ts";

const key = createSecretKey(Buffer.alloc(32, 1));

test.each([
  ["email", "email-2"],
  ["e-mail of the parent", "email-2"],
  ["phone", "phone-1"],
  ["surname", "name-1"],
  ["licence number", "text-1"],
])("%s is compared as %s", (what, normaliser) => {
  expect(normaliserOf(what)).toBe(normaliser);
});

test.each([
  ["email-2", " Zoé@Example.TEST ", "zoé@example.test"],
  ["email-2", "Zoé@Exämple.TEST", "zoé@xn--exmple-cua.test"],
  ["email-2", "zoé@xn--exmple-cua.test", "zoé@xn--exmple-cua.test"],
  ["email-2", "zoé@ｅｘａｍｐｌｅ.test", "zoé@example.test"],
  ["email-2", "zoé@no domain é", "zoé@no domain é"],
  ["email-2", "no address", "no address"],
  ["email-2", "  ", undefined],
  ["email-1", "Zoé@Exämple.TEST", "zoé@exämple.test"],
  ["phone-1", "01 99 00 12 34", "+33199001234"],
  ["phone-1", "+33 1 99 00 12 34", "+33199001234"],
  ["phone-1", "no number", undefined],
  ["name-1", "d'Exemple-Éloïse", "DEXEMPLEELOISE"],
  ["name-1", "李", undefined],
  ["text-1", "  X 1 ", "X 1"],
  ["text-1", "   ", undefined],
  ["email-1", "  ", undefined],
] as const)("%s of %j is %j", (normaliser, value, comparable) => {
  expect(normalise(normaliser, value)).toBe(comparable);
});

test("a French number that is written whole is what the library makes of it", () => {
  const written = fc.stringMatching(/^\+33\d{8,10}$/);
  fc.assert(
    fc.property(written, (value) => {
      expect(normalise("phone-1", value)).toBe(parsePhoneNumberFromString(value, "FR")?.number);
    }),
    { numRuns: 2_000 },
  );
});

test("two spellings of one value have one index, two values have two", () => {
  const index = (value: string) => blindIndex(key, "phone-1", "exact", value);
  expect(index("01 99 00 12 34")).toEqual(index("+33199001234"));
  expect(index("01 99 00 12 35")).not.toEqual(index("+33199001234"));
  expect(index("none")).toBeUndefined();
});

test("an exact index has sixteen bytes, a bucket two, so that many share it", () => {
  expect(blindIndex(key, "name-1", "exact", "Exemple")).toHaveLength(16);
  expect(blindIndex(key, "name-1", "bucket", "Exemple")).toHaveLength(2);
});
