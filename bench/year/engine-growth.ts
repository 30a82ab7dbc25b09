import type { Database } from "../../core/ports/database.ts";
import type { RunStep } from "../../core/ports/runs.ts";
import { manifestKey } from "../../core/load-keys.ts";
import { sampleDeployment } from "../../test/contracts/sample-deployment.ts";
import { sampleTable, stagedOrders } from "../../test/contracts/sample-orders.ts";

/** Assets of a night, all of which change. */
const [tables, marts] = [14, 8];
const dayMs = 86_400_000;
const kept = { runDays: 400, stepDays: 90 };

/** Bytes of an engine table with its indexes, by name. */
export type Sizes = ReadonlyMap<string, number>;

/** Write nights down, from the `from`th to before the `to`th, as the product does: each table with one load of one row that changed. */
export async function liveNights(
  database: Database,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const first = Date.parse("2026-01-01T02:15:00Z");
  for (let night = from; night < to; night++) await liveNight(database, night, new Date(first + night * dayMs));
}

async function liveNight(database: Database, night: number, at: Date): Promise<void> {
  const [iso, day] = [at.toISOString(), at.toISOString().slice(0, 10)];
  const id = `run/nightly-${iso.replace(".000", "")}`;
  const assets = Array.from({ length: tables + marts }, (_, place) => `order_lines_${place}`);
  const asked = { job: "nightly", selection: null, full: false, trigger: "schedule", who: null, rerunOf: null };
  const logical = { logicalAt: iso, logicalDay: day, zone: "Europe/Paris" };
  await database.beginRun({ id, ...asked, ...logical, attempt: 1, startedAt: iso, assets });
  const steps: RunStep[] = [];
  for (const [place, asset] of assets.entries()) {
    const load = place < tables ? `01K${String(night * tables + place).padStart(23, "0")}` : null;
    if (load !== null) await change(database, { load, night, place, day });
    const step = { asset, state: "done", rows: 1, bytes: load === null ? null : 400, code: null, load } as const;
    steps.push({ ...step, endedAt: new Date(at.getTime() + place).toISOString(), ms: 900, detail: "1 read" });
  }
  const end = { id, state: "succeeded", endedAt: new Date(at.getTime() + 60_000).toISOString() } as const;
  await database.endRun({ ...end, failures: 0, code: null, detail: "" }, steps);
  if (await database.claimHousekeeping(end.endedAt)) await database.keepHouse(kept, end.endedAt);
}

type Change = { readonly load: string; readonly night: number; readonly place: number; readonly day: string };

/** A load of one row that changed, with a manifest's key and a claim as long as the product's; after one of the first eight tables a mart changes with it. */
async function change(database: Database, { load, night, place, day }: Change): Promise<void> {
  const [mart] = sampleDeployment.graph.spec.marts;
  const table = sampleTable("orders");
  const [mark, before] = [`${day}T02:13:00.000Z`, `${day}T01:13:00.000Z`];
  const folder = { source: "ponton", table: "order_lines", day, loadId: load };
  const opening = { loadId: load, table: table.key, origin: "run", expected: 1, bytes: 400 } as const;
  await database.openLoad({
    ...opening,
    manifestKey: manifestKey(folder),
    manifestEtag: '"0123456789abcdef0123456789abcdef"',
  });
  await database.stageBatch(
    table,
    load,
    1,
    stagedOrders([{ id: place, at: night + 1, total: `${night}.${10 + place}` }]),
  );
  await database.mergeSlice(table, load, { part: 1, from: 1, to: 1 });
  await database.finishLoad(table, load, {
    completeThrough: mark,
    from: { watermark: before },
    to: { watermark: mark },
  });
  if (mart !== undefined && place < marts) await database.buildMart(mart, undefined);
}

/** Materialisations that are written down. */
export async function materialisations(database: Database): Promise<number> {
  const [row] = await database.query("select count(*) as n from sillage.materialisation");
  return Number(row?.["n"]);
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
