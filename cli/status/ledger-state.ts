import type { Incident } from "../../core/automation/incident.ts";
import type { AssetMirror, OpenLoad, ThrottleState } from "../../core/ports/database.ts";
import type { AssetSpec } from "../../core/spec/asset.ts";
import { refusedLoads, storedCounts } from "../../db/declare/operator-reads.ts";
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
  /** Incidents that last, of assets and sensors. */
  readonly incidents: readonly Incident[];
};

/** Read it. Throws what the database throws. */
export async function ledgerState(database: RemoteDatabase, assets: readonly AssetSpec[]): Promise<LedgerState> {
  return {
    mirrors: await database.mirrors(),
    stored: await storedRows(database, assets),
    throttle: await database.throttleState("default"),
    quarantined: (await database.quarantined()).length,
    open: await database.openLoads(),
    refused: await lastRefused(database),
    incidents: (await database.incidents(null)).filter(({ closedAt }) => closedAt === null),
  };
}

async function storedRows(
  database: RemoteDatabase,
  assets: readonly AssetSpec[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await database.read(storedCounts(assets));
  return new Map(rows.map((row) => [String(row["asset"]), Number(row["rows"])]));
}

async function lastRefused(database: RemoteDatabase): Promise<readonly RefusedLoad[]> {
  const rows = await database.read(refusedLoads);
  return rows.map((row) => ({
    loadId: String(row["load_id"]),
    table: String(row["table_key"]),
    code: row["code"] === null ? null : String(row["code"]),
  }));
}
