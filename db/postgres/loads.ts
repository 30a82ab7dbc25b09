import type { LoadOpening, LoadPort, LoadState } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { markBefore, type StoredRefused } from "../join-stored.ts";
import { refuseAltered } from "../refuse-altered.ts";
import { finishLoad } from "./finish-load.ts";
import { knownLoad, loadState } from "./load-state.ts";
import { mergeSlice } from "./merge-slice.ts";
import { clearStaging } from "./clear-staging.ts";
import { lockTables } from "./lock-tables.ts";
import { newId } from "./new-id.ts";
import { recordMaterialisation } from "./record-materialisation.ts";
import { mustReadWhole, reconcileIds } from "./reconcile.ts";
import type { SqlScope, SqlSession } from "./session.ts";
import { quarantineBatch, stageBatch, stagedThrough } from "./stage.ts";
import { ledger } from "./statements/ledger.ts";

/** The ledgered way into the tables of a deployment, on PGlite and PostgreSQL. */
export function loadPort(sql: SqlSession, tables: readonly TableSpec[]): LoadPort {
  return {
    openLoad: (opening) => openLoad(sql, opening),
    loadState: (loadId) => loadState(sql, loadId),
    stageBatch: (table, loadId, part, rows) => stageBatch(sql, table, loadId, part, rows),
    quarantineBatch: (table, loadId, part, rows) => quarantineBatch(sql, table, loadId, part, rows),
    stagedThrough: (table, loadId, part) => stagedThrough(sql, table, loadId, part),
    mergeSlice: (table, loadId, slice) => mergeSlice(sql, tables, table, loadId, slice),
    finishLoad: (table, loadId, claim) => finishLoad(sql, table, loadId, claim),
    openLoads: () => sql.query(ledger.openLoads),
    knownLoads: (loadIds) => knownLoads(sql, loadIds),
    refuseLoad: (loadId, code) => refuseLoad(sql, loadId, code),
    async markBeforeRefused(table) {
      const [stored] = await sql.query<StoredRefused>(ledger.markBeforeRefused, [table]);
      return markBefore(stored);
    },
    async reopenLoad(loadId) {
      await sql.query(ledger.reopen, [loadId]);
    },
    reconcileIds: (table, keys, options) => reconcileIds(sql, table, keys, options),
    mustReadWhole: (table) => mustReadWhole(sql, table),
  };
}

async function knownLoads(sql: SqlScope, loadIds: readonly string[]) {
  const rows = await sql.query<{ loadId: string; state: LoadState["state"] }>(ledger.known, [loadIds]);
  return new Map(rows.map((row) => [row.loadId, row.state]));
}

async function refuseLoad(sql: SqlSession, loadId: string, code: string): Promise<void> {
  const known = await loadState(sql, loadId);
  if (known === undefined) return;
  await sql.transaction(async (scope) => {
    await lockTables(scope, [known.table]);
    const refused = await scope.query(ledger.refuse, [loadId, code]);
    if (refused.length === 0) return;
    await clearStaging(scope, known.table, loadId);
    // Marts follow what was merged before the refusal.
    const { table, merged, days } = await knownLoad(scope, loadId);
    if (merged > 0) await recordMaterialisation(scope, { id: newId(), asset: table, loadId, rows: merged, days });
  });
}

async function openLoad(sql: SqlSession, opening: LoadOpening): Promise<LoadState> {
  await sql.query(ledger.open, [
    opening.loadId,
    opening.table,
    opening.origin,
    opening.manifestKey,
    opening.manifestEtag,
    opening.expected,
    opening.bytes,
    opening.erased ?? 0,
  ]);
  const [stored] = await sql.query<{ load_id: string; manifest_etag: string }>(ledger.byManifest, [
    opening.manifestKey,
  ]);
  refuseAltered(opening, stored && { loadId: stored.load_id, manifestEtag: stored.manifest_etag });
  return knownLoad(sql, opening.loadId);
}
