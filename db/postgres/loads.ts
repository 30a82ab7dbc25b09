import { SillageError } from "../../core/errors.ts";
import type { LoadOpening, LoadPort, LoadState, Slice } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { mergeStatement } from "./merge-statement.ts";
import { reconcileIds } from "./reconcile.ts";
import { recordMaterialisation } from "./record-materialisation.ts";
import { newId } from "./new-id.ts";
import type { SqlScope, SqlSession } from "./session.ts";
import { quarantineBatch, stageBatch, stagedThrough } from "./stage.ts";

/** The ledgered way into the tables, on PGlite and PostgreSQL. */
export function loadPort(sql: SqlSession): LoadPort {
  return {
    openLoad: (opening) => openLoad(sql, opening),
    loadState: (loadId) => loadState(sql, loadId),
    stageBatch: (table, loadId, part, rows) => stageBatch(sql, table, loadId, part, rows),
    quarantineBatch: (table, loadId, part, rows) => quarantineBatch(sql, table, loadId, part, rows),
    stagedThrough: (table, loadId, part) => stagedThrough(sql, table, loadId, part),
    mergeSlice: (table, loadId, slice) => mergeSlice(sql, table, loadId, slice),
    finishLoad: (table, loadId, mark) => finishLoad(sql, table, loadId, mark.loadedThrough),
    async refuseLoad(loadId, code) {
      await sql.query(
        "update sillage.load set state = 'refused', code = $2, ended_at = now() where load_id = $1 and state = 'open'",
        [loadId, code],
      );
    },
    reconcileIds: (table, keys, options) => reconcileIds(sql, table, keys, options),
  };
}

async function openLoad(sql: SqlSession, opening: LoadOpening): Promise<LoadState> {
  await sql.query(
    `insert into sillage.load (load_id, table_key, origin, manifest_key, manifest_etag, state, expected) values ($1, $2, $3, $4, $5, 'open', $6) on conflict do nothing`,
    [opening.loadId, opening.table, opening.origin, opening.manifestKey, opening.manifestEtag, opening.expected],
  );
  const [stored] = await sql.query<{ load_id: string; manifest_etag: string }>(
    "select load_id, manifest_etag from sillage.load where manifest_key = $1",
    [opening.manifestKey],
  );
  if (stored?.load_id !== opening.loadId || stored.manifest_etag !== opening.manifestEtag) {
    throw new SillageError({
      code: "load.altered",
      message: `The manifest ${opening.manifestKey} was loaded before with other content.`,
      fix: "A manifest never changes: find out who overwrote it, and extract the table again.",
    });
  }
  return present(await loadState(sql, opening.loadId), opening.loadId);
}

function present(state: LoadState | undefined, loadId: string): LoadState {
  if (state !== undefined) return state;
  throw new SillageError({
    code: "load.unknown",
    message: `The ledger does not know the load ${loadId}.`,
    fix: "Open it first; a load is opened from its manifest.",
  });
}

async function loadState(sql: SqlScope, loadId: string): Promise<LoadState | undefined> {
  const [row] = await sql.query<Omit<LoadState, "sequence" | "erased" | "vanished">>(
    `select l.load_id as "loadId", l.table_key as "table", l.origin, l.state, l.expected, l.materialisation_id as "materialisationId",
       coalesce(s.merged, 0) as merged, coalesce(s.unchanged, 0) as unchanged, coalesce(s.superseded, 0) as superseded,
       (select count(*) from sillage.quarantine q where q.load_id = l.load_id) as quarantined, coalesce(d.days, '{}') as days
     from sillage.load l
     left join lateral (select sum(merged) as merged, sum(unchanged) as unchanged, sum(superseded) as superseded from sillage.load_slice where load_id = l.load_id) s on true
     left join lateral (select array_agg(distinct day order by day) as days from sillage.load_slice, unnest(days) as day where load_id = l.load_id) d on true
     where l.load_id = $1`,
    [loadId],
  );
  return row === undefined
    ? undefined
    : {
        ...row,
        merged: row.merged,
        unchanged: row.unchanged,
        superseded: row.superseded,
        sequence: 0,
        erased: 0,
        vanished: 0,
      };
}

async function mergeSlice(sql: SqlSession, table: TableSpec, loadId: string, slice: Slice): Promise<void> {
  await sql.transaction(async (scope) => {
    await scope.query("select pg_advisory_xact_lock(hashtext($1))", [table.key]);
    const known = await scope.query(
      "select 1 from sillage.load_slice where load_id = $1 and part = $2 and from_line = $3",
      [loadId, slice.part, slice.from],
    );
    if (known.length > 0) return;
    await scope.query(mergeStatement(table), [loadId, slice.part, slice.from, slice.to]);
  });
}

async function finishLoad(
  sql: SqlSession,
  table: TableSpec,
  loadId: string,
  loadedThrough: string | null,
): Promise<LoadState> {
  return sql.transaction(async (scope) => {
    await scope.query("select pg_advisory_xact_lock(hashtext($1))", [table.key]);
    const state = present(await loadState(scope, loadId), loadId);
    if (state.state === "merged") return state;
    const accounted = state.merged + state.unchanged + state.superseded + state.quarantined + state.erased;
    if (accounted !== state.expected) {
      throw new SillageError({
        code: "load.unbalanced",
        message: `The load ${loadId} of ${table.key} expects ${state.expected} rows and accounts for ${accounted} (${state.merged} merged, ${state.unchanged} unchanged, ${state.superseded} superseded, ${state.quarantined} quarantined).`,
        fix: "Nothing is marked loaded; extract the table again, and report this with the load's id.",
      });
    }
    const id = state.merged > 0 ? newId() : null;
    await scope.query(
      "update sillage.load set state = 'merged', materialisation_id = $2, ended_at = now() where load_id = $1",
      [loadId, id],
    );
    if (id !== null) await recordMaterialisation(scope, { id, asset: table.key, loadId, rows: state.merged });
    if (state.origin === "run") await moveLoadedThrough(scope, table.key, loadedThrough);
    return { ...state, state: "merged", materialisationId: id };
  });
}

async function moveLoadedThrough(scope: SqlScope, asset: string, loadedThrough: string | null): Promise<void> {
  await scope.query(
    `insert into sillage.asset_state as a (asset, loaded_through) values ($1, $2)
     on conflict (asset) do update set loaded_through = greatest(a.loaded_through, excluded.loaded_through)`,
    [asset, loadedThrough],
  );
}
