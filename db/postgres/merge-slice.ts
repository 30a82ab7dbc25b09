import type { Slice } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { familyOf } from "../family.ts";
import { refuseUnstaged } from "../refuse-unstaged.ts";
import { mergeStatement } from "./merge-statement.ts";
import { lockTables } from "./lock-tables.ts";
import { newId } from "./new-id.ts";
import { recordMaterialisation } from "./record-materialisation.ts";
import type { SqlScope, SqlSession } from "./session.ts";
import { ledger } from "./statements/ledger.ts";
import { mergeMemory, misfitsInSlice } from "./statements/staging.ts";

/** Lines of the slice that were staged (no asset), or rows of a child table that took another day with their parent's, and the days they left and came to. */
type Counted = { readonly asset: string | null; readonly rows: number; readonly days: readonly string[] | null };

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
    await scope.exec(mergeMemory);
    const counted = await scope.query<Counted>(mergeStatement(table, family), [loadId, slice.part, from, slice.to]);
    const staged = counted.find(({ asset }) => asset === null)?.rows ?? 0;
    const rest = { ...slice, from };
    const misfits = staged === rest.to - from + 1 ? 0 : await misfitsIn(scope, loadId, rest);
    refuseUnstaged(table, loadId, rest, staged + misfits);
    for (const { asset, rows, days } of counted)
      if (asset !== null && rows > 0)
        await recordMaterialisation(scope, { id: newId(), asset, loadId, rows, days: days ?? [] });
  });
}

async function firstUnmerged(scope: SqlScope, loadId: string, slice: Slice): Promise<number> {
  const [done] = await scope.query<{ through: number }>(ledger.mergedThrough, [loadId, slice.part]);
  return Math.max(slice.from, (done?.through ?? 0) + 1);
}

/** Lines of a slice that did not fit. */
async function misfitsIn(scope: SqlScope, loadId: string, { part, from, to }: Slice): Promise<number> {
  const [misfits] = await scope.query<{ rows: number }>(misfitsInSlice, [loadId, part, from, to]);
  return misfits?.rows ?? 0;
}
