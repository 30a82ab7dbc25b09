import type { TableSpec } from "../core/spec/asset.ts";

/** The table that a table's days come from, and the tables whose days come from it. */
export type Family = { readonly parent: TableSpec | undefined; readonly children: readonly TableSpec[] };

/** A table's relations by `dayOf`, among the tables of a deployment. */
export const familyOf = (tables: readonly TableSpec[], table: TableSpec): Family => ({
  parent: tables.find((candidate) => candidate.key === table.dayOf?.table),
  children: tables.filter((candidate) => candidate.dayOf?.table === table.key),
});
