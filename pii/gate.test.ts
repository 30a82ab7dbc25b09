import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json, LandedRow } from "../core/landed-row.ts";
import { spellings } from "../test/fakes/canary.ts";
import { columnOf, tableOf } from "../test/fakes/specs.ts";
import { gateRow } from "./gate.ts";

const columns = [
  columnOf("id", { key: 1 }),
  columnOf("points"),
  columnOf("iban", { personal: { what: "iban", action: "drop" } }),
];
const people = tableOf("people", { columns });
const landed: LandedRow = {
  id: 7,
  _h: "0123456789abcdef0123456789abcdef",
  _p: "0f8fad5b-d9cb-469f-a165-70867728950e",
};
const misfit: LandedRow = { _misfit: { column: "points", rule: "integer" } };
const texts = ["Canari-001-Zoé", "canari@example.test", "+33639980001"];
/** But one of 16 bytes in hex, which has the very form of a hash. */
const canary = fc.constantFrom(...texts.flatMap(spellings).filter((text) => !/^[\da-f]{32}$/.test(text)));
/** A text anywhere in a JSON value. */
const holding = canary.chain((text) =>
  fc.constantFrom<Json[]>(text, [text], { column: text }, { column: "points", rule: [text] }, { [text]: 1 }),
);

test("a row's hash, a person's pseudonym, and the misfit of a declared column by a known rule pass", () => {
  expect([landed, misfit, { ...misfit, _p: landed["_p"] ?? null }].map((row) => gateRow(people, row))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(gateRow(people, { _misfit: { column: "iban", rule: "required" } })).toBeUndefined();
});

test("a clear text in a field of the engine's is refused by the field's name, and never told", () => {
  fc.assert(
    fc.property(fc.constantFrom("_h", "_p", "_misfit"), holding, (field, value) => {
      const why = gateRow(people, { ...landed, [field]: value });
      expect(why).toMatch(new RegExp(`^its field "${field}" is not a [a-z' ]+$`));
    }),
  );
});

test("a clear text in place of a misfit's column or rule, or beside them, is refused", () => {
  fc.assert(
    fc.property(fc.constantFrom("column", "rule", "value"), canary, (place, text) => {
      expect(gateRow(people, { _misfit: { column: "points", rule: "integer", [place]: text } })).toBe(
        'its field "_misfit" is not a declared column and a known rule',
      );
    }),
  );
});

test.each<[string, Json]>([
  ["_h", "0123456789abcdef"],
  ["_h", "0123456789ABCDEF0123456789ABCDEF"],
  ["_h", null],
  ["_p", "0f8fad5b-d9cb-169f-a165-70867728950e"],
  ["_p", "00000000-0000-0000-0000-000000000000"],
  ["_p", 33_639_980_001],
  ["_misfit", { column: "points" }],
  ["_misfit", { column: "elsewhere", rule: "integer" }],
  ["_misfit", { column: "points", rule: "Integer" }],
  ["_misfit", null],
])("what the engine never writes into %s is refused: %j", (field, value) => {
  expect(gateRow(people, { ...landed, [field]: value })).toContain(`its field "${field}" is not a`);
});

test("a sealed value with a clear text at its end is refused", () => {
  const sealed = Buffer.alloc(80).fill(1).toString("base64url");
  expect(gateRow(people, { ...landed, _u: sealed })).toBeUndefined();
  expect(gateRow(people, { ...landed, _u: `${sealed} canari@example.test` })).toBe('its field "_u" is not sealed');
});
