import { readPartitions } from "../../api/operations/read-partitions.ts";
import { partitionsPerPage } from "../../core/partition/partition-page.ts";
import type { Database } from "../../core/ports/database.ts";
import type { MartSpec } from "../../core/spec/asset.ts";
import { databaseOn } from "../../db/postgres/open-database.ts";
import { newId } from "../../db/postgres/new-id.ts";
import { recordMaterialisation } from "../../db/postgres/record-materialisation.ts";
import type { SqlSession } from "../../db/postgres/session.ts";
import { ordersDaily, peopleDeployment } from "../../test/fakes/people-deployment.ts";
import { unsound } from "../unsound.ts";

const dayMs = 86_400_000;
const firstDay = "0200-01-01";
const mart: MartSpec = { ...ordersDaily.spec, partitions: { kind: "daily", from: firstDay, zone: "UTC" } };
/** As many as one backfill may have, and whatever else is done window by window. */
const windows = { most: 10_000, one: 20 };
/** Windows begin in the middle of a page, so that a page has some of two. */
const offset = 37;

const dayOf = (number: number): string => new Date(Date.parse(firstDay) + number * dayMs).toISOString().slice(0, 10);

/**
 * A mart of so many days that has lived, by the product's own builds: a run built it whole from a row a day, none on every
 * fiftieth; a backfill failed at every other one of 10,000 windows; another built some of them again, a third failed at
 * some that the first had not; every 97th day changed since.
 */
export async function livedMart(session: SqlSession, count: number): Promise<Database> {
  const database = databaseOn(session, peopleDeployment);
  await database.migrate();
  await session.query(
    `insert into "open"."orders" ("id", "total", "ordered_at", "updated_at", "_hash", "_ordered_at", "_load", "_part", "_line", "business_day")
     select n, 2, now(), now(), n::text, now(), 'bench', 1, n, date '${firstDay}' + n from generate_series(0, ${count - 1}) as n where n % 50 <> 0`,
  );
  await database.buildMart(mart, undefined, { cause: "run/1" });
  await session.exec(`analyze "open"."orders"; analyze "mart"."${mart.key}"`);
  await backfilled(database, databaseOn(session, { ...peopleDeployment, martText: new Map() }), count);
  const changed = Array.from({ length: Math.ceil(count / 97) }, (_, at) => dayOf(at * 97));
  await recordMaterialisation(session, { id: newId(), asset: "orders", loadId: null, rows: 1, days: changed });
  return database;
}

/** Three backfills; `refusing` is the same database for a deployment without a query of the mart, of which every build fails. */
async function backfilled(database: Database, refusing: Database, count: number): Promise<void> {
  const days = Math.ceil(count / windows.most);
  const all = Math.floor((count - offset) / days);
  const window = (number: number): readonly string[] =>
    Array.from({ length: days }, (_, at) => dayOf(offset + number * days + at));
  const fail = async (asked: readonly string[], cause: string): Promise<void> => {
    const failed = await refusing.buildMart(mart, asked, { cause, stale: "left" }).then(
      () => false,
      () => true,
    );
    if (!failed) throw unsound("a mart was built without a query");
  };
  const everyOther = Array.from({ length: Math.ceil(all / 2) }, (_, at) => window(at * 2));
  await fail(everyOther.flat(), "backfill/1");
  for (let at = 0; at < windows.one; at++) {
    const even = 2 * Math.floor((at * all) / windows.one / 2);
    await database.buildMart(mart, window(even), { cause: "backfill/2", stale: "left" });
    await fail(window(even + 1), "backfill/3");
  }
}

/** Milliseconds of each of some pages, from the first to the last, and the longest page in bytes. Every state is seen. */
export async function pagesOfMany(
  database: Database,
  count: number,
): Promise<{ readonly ms: readonly number[]; readonly bytes: number }> {
  const pages = Math.ceil(count / partitionsPerPage);
  const now = new Date(`${dayOf(count - 1)}T12:00:00Z`);
  const states = new Set<string>();
  const ms: number[] = [];
  let bytes = 0;
  for (let at = 0; at < 20; at++) {
    const asked = { page: 1 + Math.floor((at * (pages - 1)) / 19), now };
    const started = performance.now();
    const page = await readPartitions(database, mart, asked);
    ms.push(performance.now() - started);
    if (page.place?.partitions !== count) throw unsound(`the mart has ${page.place?.partitions} days`);
    for (const { state } of page.ranges) states.add(state);
    bytes = Math.max(bytes, JSON.stringify(page).length);
  }
  if (states.size < 4) throw unsound(`of its days only ${[...states].join(", ")} was told`);
  return { ms, bytes };
}
