import { SillageError } from "../../core/errors.ts";
import type { LoadState } from "../../core/ports/database.ts";
import { listOfDays, readList } from "./json-list.ts";
import type { SqlScope } from "./session.ts";

/** A load with the sums of its slices and their days, a JSON list. */
export const loadStateStatement = `select l.[load_id] as [loadId], l.[table_key] as [table], l.[origin], l.[state], l.[expected], l.[erased], l.[manifest_key] as [manifestKey], l.[code],
  l.[materialisation_id] as [materialisationId], coalesce(s.[merged], 0) as [merged], coalesce(s.[unchanged], 0) as [unchanged], coalesce(s.[superseded], 0) as [superseded],
  (select count(*) from [sillage].[quarantine] q where q.[load_id] = l.[load_id]) as [quarantined], d.[days]
from [sillage].[load] l
outer apply (select sum(cast([merged] as bigint)) as [merged], sum(cast([unchanged] as bigint)) as [unchanged], sum(cast([superseded] as bigint)) as [superseded]
  from [sillage].[load_slice] where [load_id] = l.[load_id]) s
outer apply (select ${listOfDays} as [days] from (
  select distinct cast(j.[value] as date) as [day] from [sillage].[load_slice] x cross apply openjson(x.[days]) j where x.[load_id] = l.[load_id]) days) d
where l.[load_id] = @p1;`;

/** A load as the ledger sees it, undefined when it was never opened. */
export async function loadState(sql: SqlScope, loadId: string): Promise<LoadState | undefined> {
  const [row] = await sql.query<Omit<LoadState, "sequence" | "vanished" | "days"> & { readonly days: string | null }>(
    loadStateStatement,
    [loadId],
  );
  return row === undefined ? undefined : { ...row, days: readList(row.days), sequence: 0, vanished: 0 };
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
