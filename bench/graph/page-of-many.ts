import { readPartitions } from "../../api/operations/read-partitions.ts";
import { partitionsPerPage } from "../../core/partition/partition-page.ts";
import type { Database } from "../../core/ports/database.ts";
import { ordersDaily } from "../../test/fakes/people-deployment.ts";

const key = ordersDaily.spec.key;
const firstDay = "0200-01-01";
/** Windows of the backfill that failed at every other one: the worst that is kept of one. */
const windows = 10_000;

/** Fill a mart with so many days, and keep a backfill of it that failed at every other window. */
export async function fillMany(database: Database, count: number): Promise<void> {
  await database.query(
    `insert into "mart"."${key}" ("day", "orders", "total") select date '${firstDay}' + n, 1, 2 from generate_series(0, ${count - 1}) as n`,
  );
  await database.query(`analyze "mart"."${key}"`);
  const days = Math.ceil(count / windows);
  const last = new Date(Date.parse(firstDay) + count * 86_400_000).toISOString().slice(0, 10);
  const failed = Array.from({ length: windows / 2 }, (_, at) => at * 2).join(",");
  const cut = { kind: "days", from: firstDay, to: last, days } as const;
  const ends = { todo: "", failed, skipped: "", cancelled: "" };
  const tracks = [{ asset: key, kind: "mart", source: null, after: [], cut, windows, rows: 0, ...ends } as const];
  const request = { selection: key, from: firstDay, to: null, windowMs: days * 86_400_000 };
  const id = "backfill/01K0000000000000000000000";
  await database.beginBackfill({ id, request, tracks, startedAt: "2026-07-01T00:00:00Z" });
  await database.saveBackfill({ id, state: "failed", tracks, endedAt: "2026-07-01T01:00:00Z" });
}

/** Milliseconds of each of some pages, from the first to the last, and the longest page in bytes. */
export async function pagesOfMany(
  database: Database,
  count: number,
): Promise<{ readonly ms: readonly number[]; readonly bytes: number }> {
  const pages = Math.ceil(count / partitionsPerPage);
  const ms: number[] = [];
  let bytes = 0;
  for (let at = 0; at < 20; at++) {
    const started = performance.now();
    const page = await readPartitions(database, ordersDaily.spec, 1 + Math.floor((at * (pages - 1)) / 19));
    ms.push(performance.now() - started);
    bytes = Math.max(bytes, JSON.stringify(page).length);
  }
  return { ms, bytes };
}
