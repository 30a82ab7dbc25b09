import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../core/ports/database.ts";
import { databaseOn, openSession } from "../../db/postgres/open-database.ts";
import { ordersDaily, orders, peopleDeployment } from "../../test/fakes/people-deployment.ts";
import { partitionLines } from "./partition-lines.ts";
import { partitioned, readPartitions } from "../../api/operations/read-partitions.ts";

let database: Database;
/** The same one, for a deployment that has no query of its marts: no build of it succeeds. */
let refusing: Database;
beforeAll(async () => {
  const session = await openSession({ memory: true });
  database = databaseOn(session, peopleDeployment);
  refusing = databaseOn(session, { ...peopleDeployment, martText: new Map() });
  await database.migrate();
});
afterAll(() => database.close());

const now = new Date("2026-07-01T10:00:00Z");
const pageOf = (over: Partial<typeof ordersDaily.spec> = {}) =>
  readPartitions(database, { ...ordersDaily.spec, ...over }, { page: 1, now });

test("a mart's days are paged from the first that it declares to today, built or not; one that has not begun says so", async () => {
  expect(await pageOf()).toMatchObject({
    place: { page: 1, pages: 2, partitions: 182, from: "2026-03-24", to: "2026-07-01" },
    ranges: [{ from: "2026-03-24", to: "2026-07-01", days: 100, state: "empty", rows: 0 }],
  });
  const none = await pageOf({ partitions: { kind: "daily", from: "2027-01-01", zone: "Europe/Paris" } });
  expect(partitionLines(none)).toEqual([
    "orders_daily has no partitions yet: the first day that it declares is still to come.",
  ]);
});

test("a mart's days are told with their rows, and with what the newest attempt at them failed at", async () => {
  await database.query(
    `insert into "mart"."orders_daily" ("day", "orders", "total") select day, 1, 2 from generate_series('2026-01-01'::date, '2026-06-30', '1 day') as day where day <> '2026-06-10'`,
  );
  const failing = refusing.buildMart(ordersDaily.spec, ["2026-06-30"], { cause: "backfill/1" });
  await expect(failing).rejects.toMatchObject({ code: "mart.no-text" });
  const page = await pageOf();
  expect(page.ranges).toEqual([
    { from: "2026-07-01", to: "2026-07-01", days: 1, state: "empty", rows: 0 },
    { from: "2026-06-30", to: "2026-06-30", days: 1, state: "failed", rows: 1 },
    { from: "2026-06-11", to: "2026-06-29", days: 19, state: "filled", rows: 19 },
    { from: "2026-06-10", to: "2026-06-10", days: 1, state: "empty", rows: 0 },
    { from: "2026-03-24", to: "2026-06-09", days: 78, state: "filled", rows: 78 },
  ]);
  expect(partitionLines(page)[0]).toBe("orders_daily: 182 days, page 1 of 2, newest first");
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
  const states = async () => (await pageOf()).ranges.slice(1, 4).map(({ to, state }) => [to, state]);
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
  expect((await pageOf()).ranges).toHaveLength(3);
});

test("a table has no partitions, and is told so", () => {
  expect(() => partitioned(orders.spec)).toThrow(
    expect.objectContaining({
      code: "asset.no-partitions",
      message: expect.stringContaining("orders is a table, which has no partitions."),
    }),
  );
});
