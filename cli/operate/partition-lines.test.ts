import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../core/ports/database.ts";
import { openDatabase } from "../../db/open-database.ts";
import { ordersDaily, orders, peopleDeployment } from "../../test/fakes/people-deployment.ts";
import { partitionLines } from "./partition-lines.ts";
import { partitioned, readPartitions } from "../../api/operations/read-partitions.ts";

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ memory: true }, peopleDeployment);
  await database.migrate();
});
afterAll(() => database.close());

test("a mart's days are paged with their rows and what the last backfill failed at; an empty one says so", async () => {
  const none = await readPartitions(database, ordersDaily.spec, 1);
  expect(partitionLines(none)).toEqual([
    "orders_daily has no partitions yet: it was never built, or nothing was there to be built.",
  ]);
  await database.query(
    `insert into "mart"."orders_daily" ("day", "orders", "total") select day, 1, 2 from generate_series('2026-01-01'::date, '2026-06-30', '1 day') as day where day <> '2026-06-10'`,
  );
  const cut = { kind: "days", from: "2026-06-20", to: "2026-07-01", days: 1 } as const;
  const track = { asset: "orders_daily", kind: "mart", source: null, after: [], cut, windows: 11, rows: 0 } as const;
  const ends = { todo: "", failed: "10", skipped: "", cancelled: "" };
  const request = { selection: "orders_daily", from: "2026-06-20", to: null, windowMs: 86_400_000 };
  const tracks = [{ ...track, ...ends }];
  await database.beginBackfill({ id: "backfill/1", request, tracks, startedAt: "2026-07-01T00:00:00Z" });
  await database.saveBackfill({ id: "backfill/1", state: "failed", tracks, endedAt: "2026-07-01T01:00:00Z" });
  const page = await readPartitions(database, ordersDaily.spec, 1);
  expect(page.ranges).toEqual([
    { from: "2026-06-30", to: "2026-06-30", days: 1, state: "failed", rows: 1 },
    { from: "2026-06-11", to: "2026-06-29", days: 19, state: "filled", rows: 19 },
    { from: "2026-06-10", to: "2026-06-10", days: 1, state: "empty", rows: 0 },
    { from: "2026-03-23", to: "2026-06-09", days: 79, state: "filled", rows: 79 },
  ]);
  expect(partitionLines(page)[0]).toBe("orders_daily: 181 days, page 1 of 2, newest first");
});

test("a day of which a dep was materialised after the mart's last build is stale, and every day where the mart is another version", async () => {
  const [version] = [ordersDaily.spec.version];
  const built = async (of: string) =>
    database.query(
      `insert into sillage.asset_state (asset, built_at, built_version) values ('orders_daily', '2026-07-01T02:00:00Z', '${of}')
       on conflict (asset) do update set built_version = excluded.built_version`,
    );
  await built(version);
  await database.query(
    `insert into sillage.materialisation (id, asset, rows, at, days) values
       ('01A', 'orders', 1, '2026-07-01T01:30:00Z', '{2026-06-27}'), ('01B', 'orders', 1, '2026-07-01T03:00:00Z', '{2026-06-28,2026-06-29}')`,
  );
  const states = async () =>
    (await readPartitions(database, ordersDaily.spec, 1)).ranges.slice(0, 3).map(({ to, state }) => [to, state]);
  expect(await states()).toEqual([
    ["2026-06-30", "failed"],
    ["2026-06-29", "stale"],
    ["2026-06-27", "filled"],
  ]);
  await built("another");
  expect((await states()).slice(0, 2)).toEqual([
    ["2026-06-30", "failed"],
    ["2026-06-29", "stale"],
  ]);
  expect((await readPartitions(database, ordersDaily.spec, 1)).ranges).toHaveLength(2);
});

test("a table has no partitions, and is told so", () => {
  expect(() => partitioned(orders.spec)).toThrow(
    expect.objectContaining({
      code: "asset.no-partitions",
      message: expect.stringContaining("orders is a table, which has no partitions."),
    }),
  );
});
