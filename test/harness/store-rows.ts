import { deployment } from "../../assets/index.ts";
import type { Database } from "../../core/ports/database.ts";
import { layouts } from "../../db/declare/layout.ts";
import { mssqlType } from "../../db/declare/mssql-type.ts";
import { speaksTsql } from "../contracts/portable.ts";

/** A row under its physical column names; columns that are not there are null. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** Put rows straight into a table, as a merged load would have left them. */
export async function storeRows(
  database: Pick<Database, "query" | "describe">,
  table: string,
  rows: readonly StoredRow[],
): Promise<void> {
  const whole = rows.map((row, at) => ({
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    ...row,
    _hash: "h",
    _ordered_at: "2026-07-03T02:00:00Z",
    _load: "01J",
    _part: 1,
    _line: at + 1,
  }));
  const [text, replacer] = speaksTsql(database) ? [tsql(table), withoutZone] : [postgres(table)];
  for (let from = 0; from < whole.length; from += 2_000)
    await database.query(text, [JSON.stringify(whole.slice(from, from + 2_000), replacer)]);
}

const postgres = (table: string): string =>
  `insert into "open".${table} select * from jsonb_populate_recordset(null::"open".${table}, $1::text::jsonb)`;

function tsql(table: string): string {
  const cells =
    layouts(deployment.graph.spec).find(({ schema, name }) => schema === "open" && name === table)?.cells ?? [];
  const names = cells.map(({ name }) => `[${name}]`).join(", ");
  const typed = cells.map(({ name, type }) => `[${name}] ${mssqlType(type).replace(/ collate .*/, "")}`).join(", ");
  return `insert into [open].[${table}] (${names}) select ${names} from openjson(@p1) with (${typed}) r;`;
}

/** Instants in UTC, as datetime2 reads them. A document stands as its text. */
const withoutZone = (key: string, value: unknown): unknown => {
  // Keys of rows in the list are their places.
  if (typeof value === "object" && value !== null && key !== "" && Number.isNaN(Number(key)))
    return JSON.stringify(value);
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/.test(value)
    ? new Date(value).toISOString().slice(0, -1)
    : value;
};
