import type { Database } from "../../core/ports/database.ts";
import { loadLines, loadOrders } from "../../test/contracts/sample-orders.ts";

/** How many of a night's assets change: 14 tables and 8 marts. A mart's row is smaller than a load's; here both cost a load's. */
export const assetsANight = 22;
const dayMs = 86_400_000;
const kept = { runDays: 400, stepDays: 90 };

/** Bytes of an engine table with its indexes, by name. */
export type Sizes = ReadonlyMap<string, number>;

/** Write nights down, from the `from`th to before the `to`th, as the product does, each asset with one load of one row that changed. */
export async function liveNights(
  database: Database,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const first = Date.parse("2026-01-01T02:15:00Z");
  for (let night = from; night < to; night++) await liveNight(database, night, new Date(first + night * dayMs));
}

async function liveNight(database: Database, night: number, at: Date): Promise<void> {
  const id = `run/nightly-${at.toISOString().replace(".000", "")}`;
  const assets = Array.from({ length: assetsANight }, (_, place) => `order_lines_${place}`);
  const day = at.toISOString().slice(0, 10);
  const asked = { job: "nightly", selection: null, full: false, trigger: "schedule", who: null, rerunOf: null };
  const logical = { logicalAt: at.toISOString(), logicalDay: day, zone: "Europe/Paris" };
  await database.beginRun({ id, ...asked, ...logical, attempt: 1, startedAt: at.toISOString(), assets });
  const steps = [];
  for (const [place, asset] of assets.entries()) {
    const load = `01K${String(night * assetsANight + place).padStart(23, "0")}`;
    await change(database, load, night, place);
    const step = { asset, state: "done", rows: 1, bytes: 400, code: null, load } as const;
    steps.push({ ...step, endedAt: new Date(at.getTime() + place).toISOString(), ms: 900, detail: "1 read" });
  }
  const end = { id, state: "succeeded", endedAt: new Date(at.getTime() + 60_000).toISOString() } as const;
  await database.endRun({ ...end, failures: 0, code: null, detail: "" }, steps);
  if (await database.claimHousekeeping(end.endedAt)) await database.keepHouse(kept, end.endedAt);
}

/** One row of a table changes, so that its load materialises it. */
async function change(database: Database, load: string, night: number, place: number): Promise<void> {
  const version = { id: place, at: night + 1 };
  if (place % 2 === 0) await loadOrders(database, load, [{ ...version, total: `${night}.00` }]);
  else await loadLines(database, load, [{ ...version, orderId: night, total: "1.00" }]);
}

/** How large the engine's tables are, with their indexes, once what was deleted is given back. */
export async function engineSizes(database: Database): Promise<Sizes> {
  const tables = await database.query(
    "select tablename from pg_tables where schemaname = 'sillage' order by tablename",
  );
  for (const { tablename } of tables) await database.query(`vacuum full sillage."${String(tablename)}"`);
  const rows = await database.query(
    "select relname, pg_total_relation_size(c.oid)::bigint as bytes from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'sillage' and relkind = 'r'",
  );
  return new Map(rows.map((row) => [String(row["relname"]), Number(row["bytes"])]));
}
