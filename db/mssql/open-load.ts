import type { LoadOpening, LoadState } from "../../core/ports/database.ts";
import { refuseAltered } from "../refuse-altered.ts";
import { knownLoad } from "./load-state.ts";
import type { SqlSession } from "./session.ts";

/** A load enters the ledger unless it or its manifest is known (load, table, origin, manifest, its etag, expected, bytes, erased); one that was refused before anybody could read its manifest gets its count. */
export const openStatement = `update [sillage].[load] set [manifest_etag] = @p5, [expected] = @p6, [bytes] = @p7, [erased] = @p8 where [load_id] = @p1 and [expected] = 0 and [bytes] = 0 and [state] = N'open';
insert into [sillage].[load] ([load_id], [table_key], [origin], [manifest_key], [manifest_etag], [state], [expected], [bytes], [erased])
select @p1, @p2, @p3, @p4, @p5, N'open', @p6, @p7, @p8
where not exists (select 1 from [sillage].[load] with (updlock, holdlock) where [load_id] = @p1)
  and not exists (select 1 from [sillage].[load] with (updlock, holdlock) where [manifest_key] = @p4);`;

/** Which load a manifest belongs to. */
export const manifestStatement =
  "select [load_id] as [loadId], [manifest_etag] as [etag] from [sillage].[load] where [manifest_key] = @p1;";

/** Open a load in the ledger, once. Throws `load.altered`. */
export async function openLoad(sql: SqlSession, opening: LoadOpening): Promise<LoadState> {
  const { loadId, table, origin, manifestKey, manifestEtag, expected, bytes, erased = 0 } = opening;
  await sql.query(openStatement, [loadId, table, origin, manifestKey, manifestEtag, expected, bytes, erased]);
  const [stored] = await sql.query<{ loadId: string; etag: string }>(manifestStatement, [manifestKey]);
  refuseAltered(opening, stored && { loadId: stored.loadId, manifestEtag: stored.etag });
  return knownLoad(sql, loadId);
}
