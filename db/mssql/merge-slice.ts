import { ulid } from "ulid";
import { SillageError } from "../../core/errors.ts";
import type { Slice } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { readList } from "./json-list.ts";
import { lockTables } from "./lock-tables.ts";
import { familyOf, mergeStatement } from "./merge-statement.ts";
import { bracketed } from "./names.ts";
import { recordMaterialisation } from "./record-materialisation.ts";
import type { SqlScope, SqlSession } from "./session.ts";

/** Rows of a child table that took another day with their parent's, and the days they left and came to. */
type MovedChildren = { readonly asset: string; readonly rows: number; readonly days: string | null };

/** The last merged line of a part (load, part). */
export const mergedThroughStatement =
  "select coalesce(max([to_line]), 0) as [through] from [sillage].[load_slice] where [load_id] = @p1 and [part] = @p2;";

/** Lines of a slice (load, part, first, last) that are staged or quarantined. */
export const presentStatement = (table: TableSpec): string =>
  `select count(*) as [present] from (
  select [_line] as [line] from [staging].${bracketed(table.key)} where [_load] = @p1 and [_part] = @p2 and [_line] between @p3 and @p4
  union select [line] from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2 and [line] between @p3 and @p4) lines;`;

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
      if (rows > 0) await recordMaterialisation(scope, { id: ulid(), asset, loadId, rows, days: readList(days) });
  });
}

async function firstUnmerged(scope: SqlScope, loadId: string, slice: Slice): Promise<number> {
  const [done] = await scope.query<{ through: number }>(mergedThroughStatement, [loadId, slice.part]);
  return Math.max(slice.from, (done?.through ?? 0) + 1);
}

/** Lines that somebody emptied: a slice row written without them would hide them from every later attempt. */
async function refuseUnstaged(scope: SqlScope, table: TableSpec, loadId: string, slice: Slice): Promise<void> {
  const { part, from, to } = slice;
  const [counted] = await scope.query<{ present: number }>(presentStatement(table), [loadId, part, from, to]);
  const present = counted?.present ?? 0;
  if (present === to - from + 1) return;
  throw new SillageError({
    code: "load.unstaged",
    message: `Of lines ${from} to ${to} of part ${part} of the load ${loadId} of ${table.key}, ${present} of ${to - from + 1} are staged.`,
    fix: "Nothing of them was merged; the part is staged again by itself.",
    retryable: true,
  });
}
