import type { TableSpec } from "../../core/spec/asset.ts";
import { isDropped, isOpen, isSealed, type ColumnSpec } from "../../core/spec/column.ts";

/** An identifier in double quotes. Names come from declarations, which allow no quote. */
export const quoted = (name: string): string => `"${name}"`;

/** The columns that staging holds, in declared order: all that are landed. */
export const stagedColumns = (table: TableSpec): readonly ColumnSpec[] =>
  table.columns.filter((column) => !isDropped(column));

/** Key columns in key order. */
export const keyColumns = (table: Pick<TableSpec, "columns">): readonly ColumnSpec[] =>
  table.columns.filter((column) => column.key > 0).sort((left, right) => left.key - right.key);

/** Open columns in declared order. */
export const openColumns = (table: TableSpec): readonly ColumnSpec[] => table.columns.filter(isOpen);

/** Sealed columns in declared order. */
export const sealedColumns = (table: TableSpec): readonly ColumnSpec[] => table.columns.filter(isSealed);
