import { isDropped, isSealed, type ColumnSpec, type ColumnType } from "../spec/column.ts";
import type { TableSpec } from "../spec/asset.ts";

/** Bytes that a sealed value adds to its text: header, nonce, tag, and base64's third. */
const sealedOverhead = 96;
/** Bytes of quotes, colon and comma around one field. */
const punctuation = 6;
/** Share of a text's declared length that its values fill, as seen on the simulator's 14 tables. */
const usualFill = 0.3;

/** Bytes of one encoded row of a table, estimated from its declaration: what the throttle counts. */
export const estimatedRowBytes = (table: TableSpec): number =>
  Math.round(
    table.columns.filter((column) => !isDropped(column)).reduce((sum, column) => sum + fieldBytes(column), 42),
  );

function fieldBytes(column: ColumnSpec): number {
  const value = valueBytes(column.type);
  return column.name.length + punctuation + (isSealed(column) ? value * 1.4 + sealedOverhead : value);
}

function valueBytes(type: ColumnType): number {
  switch (type.kind) {
    case "int":
      return 5;
    case "bigint":
      return 9;
    case "decimal":
      return Math.min(8, type.precision + 1);
    case "text":
      return Math.min(60, 4 + type.length * usualFill);
    case "code":
      return type.length;
    case "oneOf":
      return 10;
    case "bool":
      return 5;
    case "instant":
      return 24;
    case "date":
      return 10;
    case "uuid":
      return 36;
    case "json":
      return 80;
  }
}
