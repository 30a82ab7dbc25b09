import type { TableSpec } from "../spec/asset.ts";
import type { ColumnSpec } from "../spec/column.ts";
import { keyBytes } from "./key-bytes.ts";

/** What SQL Server takes in a key that orders rows, and in any other index; PostgreSQL takes more of both. */
const most = { key: 900, index: 1_700 };
/** UTF-16 units of a key as a listing of ids writes it: what the engine keeps of one. */
const mostListedUnits = 400;

/** Problems of a key that one of the databases has no index for. */
export function keyBytesProblems(columns: readonly ColumnSpec[]): readonly string[] {
  const key = columns.filter((column) => column.key > 0);
  const document = key.find(({ type }) => type.kind === "json");
  if (document !== undefined) return [`its key column ${document.name} is json(), which is in no index: use code().`];
  const bytes = keyBytes(key);
  return bytes <= most.key
    ? []
    : [
        `its key may take ${bytes} bytes in SQL Server, which takes ${most.key}: a character counts 4, declare it shorter.`,
      ];
}

/** Problems of what else a table is looked up by: indexed columns, the one that its day is found through, and listed ids. */
export function lookedUpProblems(table: TableSpec): readonly string[] {
  const units = listedUnits(table.columns.filter((column) => column.key > 0));
  return [
    ...table.columns
      .filter((column) => column.indexed === true || column.name === table.dayOf?.column)
      .filter((column) => keyBytes([column]) > most.index)
      .map(
        (column) =>
          `its rows are looked up by ${column.name}, which may take ${keyBytes([column])} bytes in SQL Server, whose indexes take ${most.index}: declare it shorter.`,
      ),
    ...(table.read.idsPath === undefined || units <= mostListedUnits
      ? []
      : [
          `its source lists ids of up to ${units / 2} characters, and ${mostListedUnits / 2} are compared: declare the key shorter.`,
        ]),
  ];
}

/** Columns of a key are separated by a colon; numbers, days and words take 40 units at most, a character two. */
const listedUnits = (key: readonly ColumnSpec[]): number =>
  key.reduce((sum, { type }) => sum + ("length" in type ? 2 * type.length : 80), 2 * (key.length - 1));
