import { isSealed, type ColumnSpec } from "../../core/spec/column.ts";
import type { BulkColumn } from "./session.ts";

/** An identifier in brackets, since `open` is a word of T-SQL. Names come from declarations, which allow no bracket. */
export const bracketed = (name: string): string => `[${name}]`;

/** Equality and order of text as PostgreSQL has them: by code, case and accents told apart. Every stored text has it, and text out of a JSON list must be given it to be compared. */
export const byCode = "collate Latin1_General_100_BIN2";

/** How a column's values travel into staging, which holds them as they travel: a bulk load converts nothing. Decimals are text on the way, since the driver would make floats of them. */
export function bulkColumn(column: ColumnSpec): BulkColumn {
  const name = column.physical;
  if (isSealed(column)) return { name, type: "varbinary" };
  const { type } = column;
  switch (type.kind) {
    case "int":
    case "bigint":
    case "date":
    case "instant":
      return { name, type: type.kind };
    case "bool":
      return { name, type: "bit" };
    case "uuid":
      return { name, type: "char", length: 36 };
    case "decimal":
      return textColumn(name, 20);
    case "oneOf":
      return textColumn(name, 40);
    case "text":
    case "code":
      return textColumn(name, type.length);
    case "json":
      return { name, type: "nvarchar" };
  }
}

/** UTF-16 units of the widest nvarchar that has a length. */
const widest = 4_000;

/** Lengths are declared in characters, and nvarchar counts UTF-16 units, of which a character takes two at most. */
const textColumn = (name: string, characters: number): BulkColumn => ({
  name,
  type: "nvarchar",
  ...(2 * characters <= widest && { length: 2 * characters }),
});
