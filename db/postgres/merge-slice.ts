import { SillageError } from "../../core/errors.ts";
import type { Slice } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { familyOf, mergeStatement } from "./merge-statement.ts";
import { lockTables } from "./lock-tables.ts";
import { newId } from "./new-id.ts";
import { recordMaterialisation } from "./record-materialisation.ts";
import type { SqlScope, SqlSession } from "./session.ts";
import { ledger } from "./statements/ledger.ts";
import { stagingStatements } from "./statements/staging.ts";

/** Rows of a child table that took another day with their parent's, and the days they left and came to. */
type MovedChildren = { readonly asset: string; readonly rows: number; readonly days: readonly string[] | null };

/**
 * Merge one slice in one transaction; lines merged before are skipped. Rows of other tables whose day is a merged
 * row's move with it, and their own materialisation tells marts both days. Throws `load.unstaged`.
 */
export async function mergeSlice(
  sql: SqlSession,
  tables: readonly TableSpec[],
  table: TableSpec,
  loadId: string,
  slice: Slice,
): Promise<void> {
  const family = familyOf(tables, table);
  const related = [table, ...(family.parent === undefined ? [] : [family.parent]), ...family.children];
  await sql.transaction(async (scope) => {
    await lockTables(
      scope,
      related.map(({ key }) => key),
    );
    const from = await firstUnmerged(scope, loadId, slice);
    if (from > slice.to) return;
    await refuseUnstaged(scope, table, loadId, { ...slice, from });
    const moved = await scope.query<MovedChildren>(mergeStatement(table, family), [loadId, slice.part, from, slice.to]);
    for (const { asset, rows, days } of moved)
      if (rows > 0) await recordMaterialisation(scope, { id: newId(), asset, loadId, rows, days: days ?? [] });
  });
}

async function firstUnmerged(scope: SqlScope, loadId: string, slice: Slice): Promise<number> {
  const [done] = await scope.query<{ through: number }>(ledger.mergedThrough, [loadId, slice.part]);
  return Math.max(slice.from, (done?.through ?? 0) + 1);
}

/** A crash empties unlogged staging: a slice row written without its lines would hide them from every later attempt. */
async function refuseUnstaged(scope: SqlScope, table: TableSpec, loadId: string, slice: Slice): Promise<void> {
  const { part, from, to } = slice;
  const [counted] = await scope.query<{ present: number }>(stagingStatements(table).present, [loadId, part, from, to]);
  const present = counted?.present ?? 0;
  if (present === to - from + 1) return;
  throw new SillageError({
    code: "load.unstaged",
    message: `Of lines ${from} to ${to} of part ${part} of the load ${loadId} of ${table.key}, ${present} of ${to - from + 1} are staged.`,
    fix: "Nothing of them was merged; the part is staged again by itself.",
    retryable: true,
  });
}
