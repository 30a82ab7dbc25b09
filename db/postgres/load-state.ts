import { SillageError } from "../../core/errors.ts";
import type { LoadState } from "../../core/ports/database.ts";
import type { SqlScope } from "./session.ts";

/** A load as the ledger sees it, undefined when it was never opened. */
export async function loadState(sql: SqlScope, loadId: string): Promise<LoadState | undefined> {
  const [row] = await sql.query<Omit<LoadState, "sequence" | "vanished">>(
    `select l.load_id as "loadId", l.table_key as "table", l.origin, l.state, l.expected, l.erased, l.manifest_key as "manifestKey", l.code, l.materialisation_id as "materialisationId",
       coalesce(s.merged, 0) as merged, coalesce(s.unchanged, 0) as unchanged, coalesce(s.superseded, 0) as superseded,
       (select count(*) from sillage.quarantine q where q.load_id = l.load_id) as quarantined, coalesce(d.days, '{}') as days
     from sillage.load l
     left join lateral (select sum(merged) as merged, sum(unchanged) as unchanged, sum(superseded) as superseded from sillage.load_slice where load_id = l.load_id) s on true
     left join lateral (select array_agg(distinct day order by day) as days from sillage.load_slice, unnest(days) as day where load_id = l.load_id) d on true
     where l.load_id = $1`,
    [loadId],
  );
  return row === undefined ? undefined : { ...row, sequence: 0, vanished: 0 };
}

/** A load that must be known. Throws `load.unknown`. */
export async function knownLoad(sql: SqlScope, loadId: string): Promise<LoadState> {
  const state = await loadState(sql, loadId);
  if (state !== undefined) return state;
  throw new SillageError({
    code: "load.unknown",
    message: `The ledger does not know the load ${loadId}.`,
    fix: "Open it first; a load is opened from its manifest.",
  });
}
