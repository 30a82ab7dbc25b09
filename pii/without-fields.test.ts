import { expect, test } from "vitest";
import { withoutFields } from "./without-fields.ts";

const record = { id: 1, notes: "a note", address: { city: "Lille", door: { code: "7", floor: 2 } }, "a.b": "dotted" };

test.each([
  [["notes"], { id: 1, address: record.address, "a.b": "dotted" }],
  [["address.door.code"], { ...record, address: { city: "Lille", door: { floor: 2 } } }],
  [["a.b"], { id: 1, notes: "a note", address: record.address }],
  [["id", "notes", "address", "a.b"], {}],
  [["none", "id.below", "address.none.below"], record],
])("without %j the rest of a record stays as it was", (paths, kept) => {
  const before = JSON.stringify(record);
  expect(withoutFields(record, paths)).toEqual(kept);
  expect(JSON.stringify(record)).toBe(before);
});
