import {
  customType,
  index,
  pgSchema,
  primaryKey,
  type AnyPgColumn,
  type AnyPgColumnBuilder,
} from "drizzle-orm/pg-core";
import type { MartSpec, TableSpec } from "../../core/spec/asset.ts";
import { isOpen, type ColumnSpec } from "../../core/spec/column.ts";
import type { GraphSpec } from "../../core/spec/graph.ts";
import { keyColumns, openColumns, sealedColumns, sqlType, stagedColumns } from "../postgres/names.ts";

/** One physical column. */
type Cell = { readonly name: string; readonly type: string; readonly notNull: boolean };
/** One physical table; `indexes` names columns that an index of its own serves. */
type Layout = {
  readonly schema: "open" | "sealed" | "staging" | "mart";
  readonly name: string;
  readonly cells: readonly Cell[];
  readonly key: readonly string[];
  readonly indexes: readonly string[];
};

const cell = (name: string, type: string, notNull: boolean): Cell => ({ name, type, notNull });
const declared = (column: ColumnSpec): Cell => cell(column.physical, sqlType(column), !column.nullable);
const loose = (column: ColumnSpec): Cell => cell(column.physical, sqlType(column), false);
const namesOf = (columns: readonly ColumnSpec[]): readonly string[] => columns.map((column) => column.physical);

/** Stored beside every row: its hash, what orders its versions, and the business day (null without one). */
const rowCells = [
  cell("_hash", "text", true),
  cell("_ordered_at", "timestamptz(3)", true),
  cell("_load", "text", true),
  cell("_line", "integer", true),
  cell("business_day", "date", false),
];
const stagingCells = [
  cell("_load", "text", true),
  cell("_part", "integer", true),
  cell("_line", "integer", true),
  cell("_hash", "text", true),
  cell("_ordered_at", "timestamptz(3)", true),
  cell("business_day", "date", false),
];

function tableLayouts(table: TableSpec): readonly Layout[] {
  const key = keyColumns(table);
  const sealed = sealedColumns(table);
  // A row whose day changes is followed by those that refer to it.
  const dayFrom = table.columns.find((column) => column.name === table.dayOf?.column);
  const dayed = table.dayOf !== undefined || table.columns.some((column) => column.businessDay);
  return [
    {
      schema: "open",
      name: table.key,
      cells: [...openColumns(table).map(declared), ...rowCells],
      key: namesOf(key),
      indexes: [...(dayed ? ["business_day"] : []), ...(dayFrom === undefined ? [] : [dayFrom.physical])],
    },
    ...(sealed.length > 0
      ? [
          {
            schema: "sealed" as const,
            name: table.key,
            cells: [...key.map(declared), ...sealed.map(loose)],
            key: namesOf(key),
            indexes: [],
          },
        ]
      : []),
    {
      schema: "staging",
      name: table.key,
      cells: [...stagingCells, ...stagedColumns(table).map(loose)],
      key: ["_load", "_part", "_line"],
      indexes: [],
    },
  ];
}

function martLayout(mart: MartSpec): Layout {
  const key = mart.columns.filter((column) => column.key > 0).toSorted((left, right) => left.key - right.key);
  return {
    schema: "mart",
    name: mart.key,
    cells: mart.columns.filter(isOpen).map(declared),
    key: namesOf(key),
    indexes: [],
  };
}

/** The schemas and tables that declarations ask of PostgreSQL, as Drizzle objects for its migration generator. */
export function postgresLayout(spec: GraphSpec): Record<string, unknown> {
  const schemas = {
    open: pgSchema("open"),
    sealed: pgSchema("sealed"),
    staging: pgSchema("staging"),
    mart: pgSchema("mart"),
  };
  const layouts = [...spec.tables.flatMap(tableLayouts), ...spec.marts.map(martLayout)];
  const tables = layouts.map(
    (layout) => [`${layout.schema}.${layout.name}`, toDrizzle(schemas[layout.schema], layout)] as const,
  );
  return { ...schemas, ...Object.fromEntries(tables) };
}

const toDrizzle = (schema: ReturnType<typeof pgSchema>, layout: Layout) =>
  schema.table(layout.name, Object.fromEntries(layout.cells.map((one) => [one.name, toBuilder(one)])), (columns) => [
    primaryKey({ name: `${layout.name}_pkey`, columns: pick(columns, layout.key) }),
    ...layout.indexes.map((name) => index(`${layout.name}_${name}`).on(...pick(columns, [name]))),
  ]);

function toBuilder(one: Cell): AnyPgColumnBuilder {
  const builder = customType<{ data: unknown }>({ dataType: () => one.type })(one.name);
  return one.notNull ? builder.notNull() : builder;
}

/** The named columns; a declaration's key is never empty (`graph.invalid` says so first). */
function pick(
  columns: Readonly<Record<string, AnyPgColumn>>,
  names: readonly string[],
): [AnyPgColumn, ...AnyPgColumn[]] {
  const [first, ...rest] = names.flatMap((name) => columns[name] ?? []);
  if (first === undefined) throw new TypeError(`There is no column ${names.join(", ")}.`);
  return [first, ...rest];
}
