import type { Json, LandedRow } from "../core/landed-row.ts";
import type { TableSpec } from "../core/spec/asset.ts";

/** The keys of a stored row and whose it is, as they were landed: to them its sealed values are bound. */
export const landedKeys = (table: TableSpec, row: Readonly<Record<string, unknown>>, pid: string): LandedRow => ({
  ...Object.fromEntries(
    table.columns.filter((column) => column.key > 0).map(({ name, physical }) => [name, asJson(row[physical])]),
  ),
  _p: pid,
});

/** A stored value as JSON writes it; null for none. */
export function asJson(value: unknown): Json {
  return value === undefined || value === null ? null : JSON.parse(JSON.stringify(value));
}
