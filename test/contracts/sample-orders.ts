import { rowCaster } from "../../activities/to-staged-row.ts";
import type { LandedRow } from "../../core/landed-row.ts";
import { slicesOf } from "../../core/slices.ts";
import type { Database, LoadState, StagedRow } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { sampleDeployment } from "./sample-deployment.ts";

/** A table of the sample deployment. */
export function sampleTable(key: string): TableSpec {
  const asset = sampleDeployment.graph.asset(key);
  if (asset.kind !== "table") throw new Error(`${key} is no table`);
  return asset;
}

/** One version of a made-up order: `at` is the minute of its update, `total` its amount, `person` a pseudonym, nobody's unless told. */
export type Version = {
  readonly id: number;
  readonly at: number;
  readonly total: string;
  readonly day?: string;
  readonly person?: string;
};

const minute = (at: number): string => new Date(Date.UTC(2026, 10, 1, 0, at)).toISOString();

/** The pass that made-up versions are of: what tells of a later year is poisoned. */
const whenRead = { t0: minute(525_600), elapsedMs: 0 };
/** A minute that had not come when made-up versions were read. */
export const poisoned = 30_000_000;

/** Rows ready for staging, lines from 1. Two versions that say the same have the same hash. */
export function stagedOrders(versions: readonly Version[]): readonly StagedRow[] {
  const cast = rowCaster(sampleTable("orders"), "Europe/Paris", whenRead);
  return versions.map(({ id, at, total, day = "2026-11-01", person = null }, index) => {
    const landed: LandedRow = {
      id,
      personId: person,
      comment: null,
      total,
      orderedAt: `${day}T12:00:00Z`,
      updatedAt: minute(at),
      _h: `${id}/${total}/${day}`,
    };
    const staged = cast(landed, index + 1);
    if (staged.kind !== "row") throw new Error("the sample does not fit");
    return staged.row;
  });
}

/** One version of a made-up line of an order. */
export type LineVersion = {
  readonly id: number;
  readonly orderId: number;
  readonly at: number;
  readonly total: string;
};

function stagedLines(versions: readonly LineVersion[]): readonly StagedRow[] {
  const cast = rowCaster(sampleTable("lines"), "Europe/Paris", whenRead);
  return versions.map(({ id, orderId, at, total }, index) => {
    const staged = cast(
      { id, orderId, total, updatedAt: minute(at), deletedAt: null, _h: `${id}/${orderId}/${total}` },
      index + 1,
    );
    if (staged.kind !== "row") throw new Error("the sample does not fit");
    return staged.row;
  });
}

/** Load versions of orders whole, in slices of `size`; each step `times` times. */
export const loadOrders = (
  database: Database,
  loadId: string,
  versions: readonly Version[],
  options?: Steps,
): Promise<LoadState> => loadWhole(database, "orders", loadId, stagedOrders(versions), options);

/** Load versions of lines whole. */
export const loadLines = (database: Database, loadId: string, versions: readonly LineVersion[]): Promise<LoadState> =>
  loadWhole(database, "lines", loadId, stagedLines(versions));

/** Open a load of so many rows, of orders unless told. */
export const openLoad = (database: Database, loadId: string, expected: number, table = "orders"): Promise<LoadState> =>
  database.openLoad({
    loadId,
    table,
    origin: "run",
    manifestKey: `m/${loadId}`,
    manifestEtag: "e",
    expected,
    bytes: 9,
  });

type Steps = { readonly size?: number; readonly times?: number };

async function loadWhole(
  database: Database,
  key: string,
  loadId: string,
  rows: readonly StagedRow[],
  { size = 1_000, times = 1 }: Steps = {},
): Promise<LoadState> {
  const table = sampleTable(key);
  const repeated = async (step: () => Promise<unknown>): Promise<void> => {
    for (let at = 0; at < times; at++) await step();
  };
  await repeated(() => openLoad(database, loadId, rows.length, key));
  await repeated(() => database.stageBatch(table, loadId, 1, rows));
  for (const slice of slicesOf(1, rows.length, size)) await repeated(() => database.mergeSlice(table, loadId, slice));
  await repeated(() => database.finishLoad(table, loadId, { completeThrough: minute(0), from: {}, to: {} }));
  const state = await database.loadState(loadId);
  if (state === undefined) throw new Error("the ledger does not know the load");
  return state;
}

/** What is stored of orders: id to amount. */
export async function storedOrders(database: Database): Promise<Readonly<Record<string, unknown>>> {
  const rows = await database.query('select id, total from "open".orders order by id');
  return Object.fromEntries(rows.map((row) => [String(row["id"]), row["total"]]));
}
