import type { MartSpec, TableSpec } from "../core/spec/asset.ts";
import type { ColumnSpec } from "../core/spec/column.ts";

/** The column that says whose row it is: the key of a table about people; undefined for others. */
export const ownColumn = (table: TableSpec): ColumnSpec | undefined =>
  table.subject === undefined
    ? undefined
    : table.columns.find((column) => column.key > 0 && column.derive?.kind === "pid");

/** Every column of a mart that names a person. */
export const martPeople = (mart: Pick<MartSpec, "columns">): readonly ColumnSpec[] =>
  mart.columns.filter(({ derive }) => derive?.kind === "pid");

/** The column that says into which other record the row's person was merged; undefined where none does. */
export const mergedColumn = (table: TableSpec): ColumnSpec | undefined =>
  table.columns.find(({ derive }) => derive?.kind === "pid" && derive.merged === true);

/** Every column that names a person of whom the row is not: what parting facts gives other pseudonyms. */
export const namingColumns = (table: TableSpec): readonly ColumnSpec[] =>
  table.columns.filter((column) => column.derive?.kind === "pid" && column !== ownColumn(table));

/** The column of the person under whose key a row is sealed; undefined where the table's key seals it. */
export const ownerColumn = (table: TableSpec): ColumnSpec | undefined =>
  table.subject === undefined ? table.columns.find((column) => column.derive?.kind === "pid") : ownColumn(table);
