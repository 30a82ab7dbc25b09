import type { TableSpec } from "./asset.ts";
import type { ColumnSpec } from "./column.ts";

/**
 * The instant that orders versions of one row: `updatedAt` where a table declares it, else its cursor when that is an
 * instant. Undefined: versions are ordered by the start of the pass that read them.
 */
export function orderingColumn(table: TableSpec): ColumnSpec | undefined {
  const instants = table.columns.filter((column) => column.type.kind === "instant" && column.personal === undefined);
  return instants.find((column) => column.name === "updatedAt") ?? instants.find((column) => column.cursor);
}
