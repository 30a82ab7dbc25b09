import type { MartSpec, TableSpec } from "../../core/spec/asset.ts";
import { isOpen, isSealed, type ColumnSpec, type ColumnType } from "../../core/spec/column.ts";
import type { GraphSpec } from "../../core/spec/graph.ts";
import { keyColumns, openColumns, sealedColumns, stagedColumns } from "../postgres/names.ts";

/** What a physical column holds: a declared type, a sealed value's bytes, or a name of the engine's own (a load, a hash). */
export type CellType = ColumnType | { readonly kind: "bytes" } | { readonly kind: "name" };
/** One physical column. */
export type Cell = { readonly name: string; readonly type: CellType; readonly notNull: boolean };
/** The schemas that declarations fill. */
export const zones = ["open", "sealed", "staging", "mart"] as const;
/** One physical table; `indexes` names columns that an index of its own serves, `sparse` those of which it holds the values that are there. */
export type Layout = {
  readonly schema: (typeof zones)[number];
  readonly name: string;
  readonly cells: readonly Cell[];
  readonly key: readonly string[];
  readonly indexes: readonly string[];
  readonly sparse: readonly string[];
};

/** What the physical column of a declared one holds. */
export const typeOf = (column: ColumnSpec): CellType => (isSealed(column) ? { kind: "bytes" } : column.type);
const declared = (column: ColumnSpec): Cell => ({
  name: column.physical,
  type: typeOf(column),
  notNull: !column.nullable,
});
const loose = (column: ColumnSpec): Cell => ({ name: column.physical, type: typeOf(column), notNull: false });
const namesOf = (columns: readonly ColumnSpec[]): readonly string[] => columns.map((column) => column.physical);

const name = (called: string): Cell => ({ name: called, type: { kind: "name" }, notNull: true });
const number = (called: string): Cell => ({ name: called, type: { kind: "int" }, notNull: true });
const orderedAt: Cell = { name: "_ordered_at", type: { kind: "instant", reads: "rfc3339" }, notNull: true };
const businessDay: Cell = { name: "business_day", type: { kind: "date" }, notNull: false };

/** Stored beside every row: its hash, what orders its versions, and the business day (null without one). */
const rowCells = [name("_hash"), orderedAt, name("_load"), number("_part"), number("_line"), businessDay];
const stagingCells = [name("_load"), number("_part"), number("_line"), name("_hash"), orderedAt, businessDay];

/** The physical tables that declarations ask of every database. */
export const layouts = (spec: GraphSpec): readonly Layout[] => [
  ...spec.tables.flatMap(tableLayouts),
  ...spec.marts.map(martLayout),
];

function tableLayouts(table: TableSpec): readonly Layout[] {
  return [openLayout(table), ...sealedLayout(table), stagingLayout(table)];
}

function openLayout(table: TableSpec): Layout {
  // A row whose day changes is followed by those that refer to it.
  const dayFrom = table.columns.find((column) => column.name === table.dayOf?.column);
  const indexed = table.columns.filter((column) => column.indexed === true && column !== dayFrom);
  const dayed = table.dayOf !== undefined || table.columns.some((column) => column.businessDay);
  return {
    schema: "open",
    name: table.key,
    cells: [...openColumns(table).map(declared), ...rowCells],
    key: namesOf(keyColumns(table)),
    indexes: [
      ...(dayed ? ["business_day"] : []),
      ...(dayFrom === undefined ? [] : [dayFrom.physical]),
      ...indexed.filter((column) => !column.nullable).map((column) => column.physical),
    ],
    sparse: indexed.filter((column) => column.nullable).map((column) => column.physical),
  };
}

function sealedLayout(table: TableSpec): readonly Layout[] {
  const [key, sealed] = [keyColumns(table), sealedColumns(table)];
  if (sealed.length === 0) return [];
  const cells = [...key.map(declared), ...sealed.map(loose)];
  return [{ schema: "sealed", name: table.key, cells, key: namesOf(key), indexes: [], sparse: [] }];
}

const stagingLayout = (table: TableSpec): Layout => ({
  schema: "staging",
  name: table.key,
  cells: [...stagingCells, ...stagedColumns(table).map(loose)],
  key: ["_load", "_part", "_line"],
  indexes: [],
  sparse: [],
});

function martLayout(mart: MartSpec): Layout {
  const cells = mart.columns.filter(isOpen).map(declared);
  return { schema: "mart", name: mart.key, cells, key: namesOf(keyColumns(mart)), indexes: [], sparse: [] };
}
