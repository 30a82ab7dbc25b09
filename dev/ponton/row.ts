/** A JSON value of the simulated API. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };
/** One record as the API sends it. */
export type Row = { readonly [field: string]: Value };

/** The 14 tables' names. */
export const tableNames = [
  "sites",
  "activities",
  "products",
  "clients",
  "sessions",
  "bookings",
  "orders",
  "order_lines",
  "payments",
  "refunds",
  "passes",
  "visits",
  "gift_cards",
  "site_days",
] as const;
/** One of the 14 tables. */
export type TableName = (typeof tableNames)[number];

/** The identity of a row in listings of ids: `site:date` for site_days. */
export const idOf = (table: TableName, row: Row): string =>
  table === "site_days" ? `${String(row["site_id"])}:${String(row["date"])}` : String(row["id"]);
