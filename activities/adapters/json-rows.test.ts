import fc from "fast-check";
import { expect, test } from "vitest";
import { JsonRows } from "./json-rows.ts";

/** Read a text that arrives in pieces of so many characters. */
function read(text: string, path: string, size = text.length) {
  const rows = new JsonRows(path);
  const read: unknown[] = [];
  for (let at = 0; at < text.length; at += size)
    for (const row of rows.take(text.slice(at, at + size))) read.push(JSON.parse(row));
  return { rows: read, around: rows.end(), found: rows.found };
}

test("the rows of any JSON are read wherever it is cut in pieces, and what stands around them is what remains", () => {
  const key = fc.oneof(fc.constantFrom("data", "items", "d", "a.b"), fc.string());
  const around = fc.dictionary(key, fc.jsonValue({ depthSize: "small" }), { maxKeys: 3 });
  const made = fc.record({
    rows: fc.array(fc.jsonValue(), { maxLength: 5 }),
    path: fc.array(fc.constantFrom("data", "items", "page"), { maxLength: 3 }),
    before: around,
    after: around,
    size: fc.integer({ min: 1, max: 40 }),
    indent: fc.constantFrom(0, 2),
  });
  fc.assert(
    fc.property(made, ({ rows, path, before, after, size, indent }) => {
      const wrapped = (inner: unknown) =>
        path.reduceRight<unknown>((value, step) => {
          const { [step]: _taken, ...rest } = before;
          return {
            ...rest,
            [step]: value,
            ...Object.fromEntries(Object.entries(after).filter(([name]) => name !== step)),
          };
        }, inner);
      // A key that is all digits comes first whatever the order of writing; a list in it lies on no path of names.
      const text = JSON.stringify(wrapped(rows), undefined, indent);
      const seen = read(text, path.join("."), size);
      expect(seen.rows).toEqual(JSON.parse(JSON.stringify(rows)));
      expect(JSON.parse(seen.around)).toEqual(JSON.parse(JSON.stringify(wrapped([]))));
    }),
  );
});

test("a list at another place, or in a list, is not the rows", () => {
  expect(read('{"meta":{"data":[1]},"list":[{"data":[2]}],"data":[3]}', "data")).toEqual({
    rows: [3],
    around: '{"meta":{"data":[1]},"list":[{"data":[2]}],"data":[]}',
    found: true,
  });
});

test("a key that has dots in its very name leads to the rows too", () => {
  expect(read('{"a.b":[1,2]}', "a.b").rows).toEqual([1, 2]);
});

test("where no list is at the place of the rows, none was found", () => {
  expect(read('{"data":{"items":1}}', "data")).toEqual({ rows: [], around: '{"data":{"items":1}}', found: false });
});

test("rows that are not ended are cut short, which may be whole another time", () => {
  expect(() => read('{"data":[1,2', "data")).toThrow(
    expect.objectContaining({ message: "it is cut short", cut: true }),
  );
});

test.each([
  ["a second list of rows", '{"data":[1],"data":[2]}', "its array comes twice"],
  ["an empty row", '{"data":[1,,2]}', "an element of its array is empty"],
  ["a comma after the last row", '{"data":[1,]}', "an element of its array is empty"],
  [
    "a row without an end",
    `[{"a":"${"x".repeat(8_000_001)}`,
    "an element of its array is longer than 8000000 characters",
  ],
  [
    "a long text around the rows",
    `{"note":"${"x".repeat(1_000_000)}","data":[]}`,
    "what stands around its array is longer than 1000000 characters",
  ],
])("%s is refused", (_, text, message) => {
  const path = text.startsWith("[") ? "" : "data";
  expect(() => read(text, path, 65_536)).toThrow(expect.objectContaining({ message, cut: false }));
});
