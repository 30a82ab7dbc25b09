import type { ColumnSpec, ColumnType } from "../spec/column.ts";

type Typed = Pick<ColumnSpec, "type">;

/** Bytes that columns may take in a key of SQL Server, by their declared lengths: a character of text counts four there. */
export const keyBytes = (columns: readonly Typed[]): number =>
  columns.reduce((sum, { type }) => sum + bytesOf(type), 0);

function bytesOf(type: ColumnType): number {
  switch (type.kind) {
    case "int":
      return 4;
    case "bigint":
      return 8;
    case "decimal":
      return 17;
    case "text":
    case "code":
      return 4 * type.length;
    case "oneOf":
      return 160;
    case "bool":
      return 1;
    case "instant":
      return 7;
    case "date":
      return 3;
    case "uuid":
      return 36;
    case "json":
      return Number.POSITIVE_INFINITY;
  }
}
