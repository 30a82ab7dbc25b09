import { expect, test } from "vitest";
import { columnOf, martOf, readOf, specOf, tableOf, purposesOnly } from "../../test/fakes/specs.ts";
import type { ColumnSpec, ColumnType } from "../spec/column.ts";
import type { GraphSpec } from "../spec/graph.ts";
import { definitionProblems } from "./definition-problems.ts";
import { keyBytes } from "./key-bytes.ts";

const text = (name: string, length: number, over: Partial<ColumnSpec> = {}): ColumnSpec =>
  columnOf(name, { type: { kind: "text", length }, ...over });
const tables = (...columns: ColumnSpec[]): Partial<GraphSpec> => ({ tables: [tableOf("t", { columns })] });
const listing = readOf(undefined, undefined, { idsPath: "/ids" });
const dayed = tableOf("u", {
  columns: [
    text("id", 225, { key: 1 }),
    columnOf("at", { type: { kind: "instant", reads: "rfc3339" }, businessDay: true }),
  ],
});

test.each<[string, Partial<GraphSpec>, string]>([
  [
    "a key of text that no index holds",
    tables(text("id", 2_500, { key: 1 })),
    "Table t: its key may take 10000 bytes in SQL Server, which takes 900: a character counts 4, declare it shorter.",
  ],
  [
    "a key of several columns that are too long together",
    tables(text("id", 225, { key: 1 }), columnOf("done", { key: 2, type: { kind: "bool" } })),
    "Table t: its key may take 901 bytes in SQL Server, which takes 900: a character counts 4, declare it shorter.",
  ],
  [
    "a document for a key",
    tables(columnOf("id", { key: 1, type: { kind: "json" } })),
    "Table t: its key column id is json(), which is in no index: use code().",
  ],
  [
    "a mart's grain that no index holds",
    {
      marts: [
        martOf("m", [], {
          columns: [columnOf("day", { key: 1, type: { kind: "date" } }), text("label", 300, { key: 2 })],
        }),
      ],
    },
    "Mart m: its key may take 1203 bytes in SQL Server, which takes 900: a character counts 4, declare it shorter.",
  ],
  [
    "a day found through text that no index holds",
    {
      tables: [
        tableOf("t", {
          columns: [columnOf("id", { key: 1 }), text("x", 426)],
          dayOf: { column: "x", table: "u" },
        }),
        dayed,
      ],
    },
    "Table t: its rows are looked up by x, which may take 1704 bytes in SQL Server, whose indexes take 1700: declare it shorter.",
  ],
  [
    "indexed text that no index holds",
    tables(columnOf("id", { key: 1 }), text("x", 500, { indexed: true })),
    "Table t: its rows are looked up by x, which may take 2000 bytes in SQL Server, whose indexes take 1700: declare it shorter.",
  ],
  [
    "a sealed value that is indexed",
    {
      ...tables(
        columnOf("id", { key: 1 }),
        text("x", 5, {
          indexed: true,
          personal: { what: "surname", action: "seal" },
          processing: { purposes: ["serving"] },
        }),
      ),
      register: purposesOnly,
    },
    "Table t: column x is indexed and personal: nothing is looked up by a value that is not stored in clear, drop .indexed().",
  ],
  [
    "listed ids that are too long to compare",
    { tables: [tableOf("t", { read: listing, columns: [text("id", 200, { key: 1 }), columnOf("line", { key: 2 })] })] },
    "Table t: its source lists ids of up to 241 characters, and 200 are compared: declare the key shorter.",
  ],
])("%s is a problem with a way out", (_, spec, problem) => {
  expect(definitionProblems(specOf(spec))).toEqual([problem]);
});

test("a key, a listing and a day that just fit have no problem", () => {
  const columns = [text("id", 200, { key: 1 }), text("x", 425)];
  const t = tableOf("t", { read: listing, columns, dayOf: { column: "x", table: "u" } });
  expect(definitionProblems(specOf({ tables: [t, dayed] }))).toEqual([]);
});

test.each<[ColumnType, number]>([
  [{ kind: "int" }, 4],
  [{ kind: "bigint" }, 8],
  [{ kind: "decimal", precision: 38, scale: 2 }, 17],
  [{ kind: "text", length: 10 }, 40],
  [{ kind: "code", length: 5 }, 20],
  [{ kind: "oneOf", values: ["a"] }, 160],
  [{ kind: "bool" }, 1],
  [{ kind: "instant", reads: "rfc3339" }, 7],
  [{ kind: "date" }, 3],
  [{ kind: "uuid" }, 36],
  [{ kind: "json" }, Number.POSITIVE_INFINITY],
])("a key of %j takes %s bytes", (type, bytes) => {
  expect(keyBytes([{ type }])).toBe(bytes);
});
