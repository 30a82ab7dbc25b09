import { pick } from "../core/cast/pick.ts";
import type { ApiRecord } from "../core/landed-row.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { isDropped } from "../core/spec/column.ts";
import { sourceError } from "./adapters/source-errors.ts";

/** Throws `source.contract` when a page of records lacks a required field altogether: its column was removed or renamed. */
export function refuseMissingFields(table: TableSpec, records: readonly ApiRecord[]): void {
  if (records.length === 0) return;
  const missing = table.columns
    .filter((column) => !column.nullable && !isDropped(column) && column.derive?.kind !== "lookup")
    .map((column) => column.from[0] ?? "")
    .filter((path) => records.every((record) => pick(record, path) === undefined));
  if (missing.length > 0)
    throw sourceError.contract(
      `${table.source}${table.read.path}`,
      `no record of a page holds ${missing.map((path) => `"${path}"`).join(", ")}, which the table requires`,
    );
}
