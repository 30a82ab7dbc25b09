import { ulid } from "ulid";
import type { LoadOpening, LoadPort, LoadState, OpenLoad } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { markBefore, type StoredRefused } from "../join-stored.ts";
import { refuseAltered } from "../refuse-altered.ts";
import { finishLoad } from "./finish-load.ts";
import { jsonList } from "./json-list.ts";
import { knownLoad, loadState } from "./load-state.ts";
import { lockTables } from "./lock-tables.ts";
import { mergeSlice } from "./merge-slice.ts";
import { recordMaterialisation } from "./record-materialisation.ts";
import { mustReadWhole, reconcileIds } from "./reconcile.ts";
import type { SqlSession } from "./session.ts";
import { quarantineBatch, stageBatch, stagedThrough } from "./stage.ts";
import { ledger } from "./statements/ledger.ts";
import { clearStaging } from "./statements/staging.ts";

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
    openLoads: () => sql.query<OpenLoad>(ledger.openLoads),
    async knownLoads(loadIds) {
      const rows = await sql.query<{ loadId: string; state: LoadState["state"] }>(ledger.known, [jsonList(loadIds)]);
      return new Map(rows.map((row) => [row.loadId, row.state]));
    },
    refuseLoad: (loadId, code) => refuseLoad(sql, loadId, code),
    async markBeforeRefused(table) {
      const [stored] = await sql.query<StoredRefused>(ledger.markBeforeRefused, [table]);
      return markBefore(stored);
    },
    reopenLoad: (loadId) =>
      sql.transaction(async (scope) => {
        await scope.query(ledger.reopen, [loadId]);
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
    const refused = await scope.query(ledger.refuse, [loadId, code]);
    if (refused.length === 0) return;
    await scope.query(clearStaging(known.table), [loadId]);
    // Marts follow what was merged before the refusal.
    const { table, merged, days } = await knownLoad(scope, loadId);
    if (merged > 0) await recordMaterialisation(scope, { id: ulid(), asset: table, loadId, rows: merged, days });
  });
}

async function openLoad(sql: SqlSession, opening: LoadOpening): Promise<LoadState> {
  const { loadId, table, origin, manifestKey, manifestEtag, expected, bytes, erased = 0 } = opening;
  await sql.query(ledger.open, [loadId, table, origin, manifestKey, manifestEtag, expected, bytes, erased]);
  const [stored] = await sql.query<{ loadId: string; etag: string }>(ledger.byManifest, [manifestKey]);
  refuseAltered(opening, stored && { loadId: stored.loadId, manifestEtag: stored.etag });
  return knownLoad(sql, loadId);
}
