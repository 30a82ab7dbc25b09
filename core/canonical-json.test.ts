import { expect, test } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

test("what says the same has one text, whatever the order of its names", () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: "é", e: undefined })).toBe('{"a":"é","b":[{"c":null,"d":1}]}');
  expect(canonicalJson({ a: "é", b: [{ c: null, d: 1 }] })).toBe('{"a":"é","b":[{"c":null,"d":1}]}');
});

test("what JSON does not know is null in a list", () => {
  expect(canonicalJson([undefined, true])).toBe("[null,true]");
});
