import type { MartSpec, TableSpec } from "../../core/spec/asset.ts";
import type { ColumnSpec } from "../../core/spec/column.ts";
import type { RegisterSpec, RetentionSpec } from "../../core/spec/register.ts";
import type { GraphSpec } from "../../core/spec/graph.ts";
import type { FilterSpec, PagingSpec, ReadSpec } from "../../core/spec/read.ts";

/** A column with everything usual. */
export const columnOf = (name: string, over: Partial<ColumnSpec> = {}): ColumnSpec => ({
  name,
  physical: name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  type: { kind: "int" },
  from: [name],
  nullable: false,
  key: 0,
  cursor: false,
  softDelete: false,
  businessDay: false,
  ...over,
});

/** How a table is read: whole unless told. */
export const readOf = (
  paging: PagingSpec = { kind: "whole" },
  filter: FilterSpec = { kind: "none" },
  over: Partial<ReadSpec> = {},
): ReadSpec => ({ path: "/things", format: "json", paging, filter, rows: "", overlapMs: 900_000, ...over });

/** A table with a key, read whole from the source `shop`. */
export const tableOf = (key: string, over: Partial<TableSpec> = {}): TableSpec => ({
  kind: "table",
  key,
  doc: "",
  source: "shop",
  read: readOf(),
  columns: [columnOf("id", { key: 1 })],
  unknownFields: "seal",
  ignored: [],
  lookups: [],
  checks: [],
  tags: [],
  ...over,
});

/** A mart by day over some assets. */
export const martOf = (key: string, deps: readonly string[], over: Partial<MartSpec> = {}): MartSpec => ({
  kind: "mart",
  key,
  doc: "",
  deps: deps.map((dep) => ({ key: dep, days: true })),
  columns: [columnOf("day", { key: 1, type: { kind: "date" } })],
  partitions: { kind: "daily", from: "2026-01-01", zone: "Europe/Paris" },
  version: "1",
  checks: [],
  tags: [],
  ...over,
});

/** A register of one purpose, `serving`, and of clients, who are rows of `clients` and kept for three years. */
export const registerOf = (over: Partial<RetentionSpec> = {}): RegisterSpec => ({
  controller: "A made-up shop",
  purposes: [{ key: "serving", doc: "Serve.", legalBasis: "contract", recipients: ["tills"] }],
  retentions: [
    {
      subject: "client",
      doc: "Who bought.",
      people: "clients",
      years: 3,
      after: [{ table: "clients", person: "id", at: "seenAt" }],
      ...over,
    },
  ],
  enforced: { kind: "command" },
});

/** A register of the purpose `serving`, and of nobody. */
export const purposesOnly: RegisterSpec = { ...registerOf(), retentions: [] };

/** A deployment's declarations. */
export const specOf = (over: Partial<GraphSpec> = {}): GraphSpec => ({
  sources: [
    { name: "shop", baseUrl: { setting: "SHOP_URL", secret: false }, manners: { requestsPerSecond: 5, inFlight: 1 } },
  ],
  tables: [],
  marts: [],
  kpis: [],
  jobs: [],
  ...over,
});
