import type { Scope } from "./record-entry.ts";

type Emptied = { readonly rows: number; readonly days: readonly string[] };

/** What a statement that answers `rows` and `days` did; nothing where there is none. */
export async function emptiedRows(scope: Scope, text: string | undefined, params: readonly string[]): Promise<Emptied> {
  if (text === undefined) return { rows: 0, days: [] };
  const [row] = await scope.query<{ rows: number; days: string | null }>(text, params);
  return { rows: row?.rows ?? 0, days: row?.days == null ? [] : JSON.parse(row.days) };
}
