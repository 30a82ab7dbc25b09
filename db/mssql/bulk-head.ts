import { bracketed } from "./names.ts";
import type { BulkColumn } from "./session.ts";

/** What the driver sends before the rows of a bulk load: it writes this itself, and `sillage sql` prints it. */
export const bulkHead = (table: string, columns: readonly BulkColumn[]): string =>
  `insert bulk ${table}(${columns.map((column) => `${bracketed(column.name)} ${typeOf(column)}`).join(", ")}) WITH (KEEP_NULLS)`;

function typeOf({ type, length }: BulkColumn): string {
  switch (type) {
    case "nvarchar":
    case "char":
    case "varbinary":
      return `${type}(${length ?? "max"})`;
    case "instant":
      return "datetime2(3)";
    case "bigint":
    case "bit":
    case "date":
    case "int":
      return type;
  }
}
