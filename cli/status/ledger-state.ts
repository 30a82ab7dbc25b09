import type { AssetMirror, OpenLoad, ThrottleState } from "../../core/ports/database.ts";
import type { AssetSpec } from "../../core/spec/asset.ts";
import { quoted } from "../../db/postgres/names.ts";
import type { RemoteDatabase } from "../../worker/control-client.ts";

/** A load that was refused: what names it, and why (the code of the error). */
export type RefusedLoad = { readonly loadId: string; readonly table: string; readonly code: string | null };
/** What the database knows of a deployment. `stored` are rows by asset; those flagged as vanished are left out. */
export type LedgerState = {
  readonly mirrors: readonly AssetMirror[];
  readonly stored: ReadonlyMap<string, number>;
  readonly throttle: ThrottleState;
  readonly quarantined: number;
  readonly open: readonly OpenLoad[];
  readonly refused: readonly RefusedLoad[];
};

/** Read it. Throws what the database throws. */
export async function ledgerState(database: RemoteDatabase, assets: readonly AssetSpec[]): Promise<LedgerState> {
  return {
    mirrors: await database.mirrors(),
    stored: await storedRows(database, assets),
    throttle: await database.throttleState("default"),
    quarantined: (await database.quarantined()).length,
    open: await database.openLoads(),
    refused: await refusedLoads(database),
  };
}

async function storedRows(
  database: RemoteDatabase,
  assets: readonly AssetSpec[],
): Promise<ReadonlyMap<string, number>> {
  const counts = assets.map(({ key, kind }) =>
    kind === "mart"
      ? `select '${key}' as asset, count(*) as "rows" from "mart".${quoted(key)}`
      : `select '${key}' as asset, count(*) as "rows" from "open".${quoted(key)} where _hash <> ''`,
  );
  const rows = await database.query(counts.join(" union all "));
  return new Map(rows.map((row) => [String(row["asset"]), Number(row["rows"])]));
}

async function refusedLoads(database: RemoteDatabase): Promise<readonly RefusedLoad[]> {
  const rows = await database.query(
    "select load_id, table_key, code from sillage.load where state = 'refused' order by load_id desc offset 0 rows fetch next 100 rows only",
  );
  return rows.map((row) => ({
    loadId: String(row["load_id"]),
    table: String(row["table_key"]),
    code: row["code"] === null ? null : String(row["code"]),
  }));
}
