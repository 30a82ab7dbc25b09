import { ulid } from "ulid";
import type { LoadPort, LoadState, OpenLoad } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { finishLoad } from "./finish-load.ts";
import { jsonList, textsIn } from "./json-list.ts";
import { knownLoad, loadState } from "./load-state.ts";
import { lockTables } from "./lock-tables.ts";
import { mergeSlice } from "./merge-slice.ts";
import { bracketed } from "./names.ts";
import { openLoad } from "./open-load.ts";
import { recordMaterialisation } from "./record-materialisation.ts";
import { mustReadWhole, reconcileIds } from "./reconcile.ts";
import type { SqlSession } from "./session.ts";
import { quarantineBatch, stageBatch } from "./stage.ts";
import { stagedThrough } from "./staged-through.ts";

/** Loads on their way. */
export const openLoadsStatement = `select [load_id] as [loadId], [table_key] as [table], [expected], coalesce(p.[staged], 0) as [staged], [bytes], [opened_at] as [openedAt]
from [sillage].[load] l
outer apply (select sum(cast([through] as bigint)) as [staged] from [sillage].[load_part] where [load_id] = l.[load_id]) p
where [state] = N'open' order by [load_id];`;

/** States of loads (a JSON list of ids). */
export const knownLoadsStatement = `select [load_id] as [loadId], [state] from [sillage].[load] where [load_id] in ${textsIn("@p1")};`;

/** An open load (load, code) becomes refused; answers its table. */
export const refuseStatement =
  "update [sillage].[load] set [state] = N'refused', [code] = @p2, [ended_at] = sysutcdatetime() output inserted.[table_key] as [table] where [load_id] = @p1 and [state] = N'open';";

/** What a refused load (load) has in a table's staging goes. */
export const unstageStatement = (key: string): string => `delete from [staging].${bracketed(key)} where [_load] = @p1;`;

/** A refused load (load) becomes open again, none of it staged. */
export const reopenStatement = `update [sillage].[load] set [state] = N'open', [code] = null, [ended_at] = null where [load_id] = @p1 and [state] = N'refused';
if @@rowcount > 0 delete from [sillage].[load_part] where [load_id] = @p1;`;

/** The ledgered way into the tables of a deployment, on SQL Server and Azure SQL. */
export function loadPort(sql: SqlSession, tables: readonly TableSpec[]): LoadPort {
  return {
    openLoad: (opening) => openLoad(sql, opening),
    loadState: (loadId) => loadState(sql, loadId),
    stageBatch: (table, loadId, part, rows) => stageBatch(sql, table, loadId, part, rows),
    quarantineBatch: (table, loadId, part, rows) => quarantineBatch(sql, table, loadId, part, rows),
    stagedThrough: (table, loadId, part) => stagedThrough(sql, table, loadId, part),
    mergeSlice: (table, loadId, slice) => mergeSlice(sql, tables, table, loadId, slice),
    finishLoad: (table, loadId, claim) => finishLoad(sql, table, loadId, claim),
    openLoads: () => sql.query<OpenLoad>(openLoadsStatement),
    async knownLoads(loadIds) {
      const rows = await sql.query<{ loadId: string; state: LoadState["state"] }>(knownLoadsStatement, [
        jsonList(loadIds),
      ]);
      return new Map(rows.map((row) => [row.loadId, row.state]));
    },
    refuseLoad: (loadId, code) => refuseLoad(sql, loadId, code),
    reopenLoad: (loadId) =>
      sql.transaction(async (scope) => {
        await scope.query(reopenStatement, [loadId]);
      }),
    reconcileIds: (table, keys, options) => reconcileIds(sql, table, keys, options),
    mustReadWhole: (table) => mustReadWhole(sql, table),
  };
}

async function refuseLoad(sql: SqlSession, loadId: string, code: string): Promise<void> {
  const known = await loadState(sql, loadId);
  if (known === undefined) return;
  await sql.transaction(async (scope) => {
    await lockTables(scope, [known.table]);
    const refused = await scope.query(refuseStatement, [loadId, code]);
    if (refused.length === 0) return;
    await scope.query(unstageStatement(known.table), [loadId]);
    // Marts follow what was merged before the refusal.
    const { table, merged, days } = await knownLoad(scope, loadId);
    if (merged > 0) await recordMaterialisation(scope, { id: ulid(), asset: table, loadId, rows: merged, days });
  });
}
