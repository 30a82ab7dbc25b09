import type { Database } from "../../core/ports/database.ts";

/** A row under its physical column names; columns that are not there are null. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** Put rows straight into a table, as a merged load would have left them. */
export async function storeRows(
  database: Pick<Database, "query">,
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
    _line: at + 1,
  }));
  for (let from = 0; from < whole.length; from += 2_000)
    await database.query(
      `insert into "open".${table} select * from jsonb_populate_recordset(null::"open".${table}, $1::text::jsonb)`,
      [JSON.stringify(whole.slice(from, from + 2_000))],
    );
}
