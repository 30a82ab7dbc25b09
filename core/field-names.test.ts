import { expect, test } from "vitest";
import { fieldNames } from "./field-names.ts";

test("names that look like names are kept, values in their place only counted", () => {
  const seen = ["iban", "address.door", "Exemple-Canari", "0612345678", "canari@example.test", "", "a".repeat(65)];
  expect(fieldNames(seen)).toEqual(["iban", "address.door", "(5 more)"]);
});

test("what was kept of earlier pages is kept again; a name of every page counts once", () => {
  expect(fieldNames(fieldNames(["a", "é à"]))).toEqual(["a", "(1 more)"]);
  expect(fieldNames(["a", "(1 more)", "a", "é à"])).toEqual(["a", "(1 more)"]);
  expect(fieldNames(["(1 more)", "b", "6 rue", "7 rue"])).toEqual(["b", "(2 more)"]);
  expect(fieldNames([])).toEqual([]);
});
