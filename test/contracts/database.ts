import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import fc from "fast-check";
import type { Database } from "../../core/ports/database.ts";
import { databaseApiKeysContract } from "./database-api-keys.ts";
import { databaseAuditContract } from "./database-audit.ts";
import { databaseAutomationContract } from "./database-automation.ts";
import { databaseChecksContract } from "./database-checks.ts";
import { databaseBackfillsContract } from "./database-backfills.ts";
import { databaseDaysContract } from "./database-days.ts";
import { databaseDeployedContract } from "./database-deployed.ts";
import { databaseErasureContract } from "./database-erasure.ts";
import { databasePartingContract } from "./database-parting.ts";
import { databaseDriftContract } from "./database-drift.ts";
import { databaseHousekeepingContract } from "./database-housekeeping.ts";
import { databaseMarksContract } from "./database-marks.ts";
import { databaseMigrationsContract } from "./database-migrations.ts";
import { databasePartitionsContract } from "./database-partitions.ts";
import { databaseQuarantineContract } from "./database-quarantine.ts";
import { databaseRetentionContract } from "./database-retention.ts";
import { databaseRunsContract } from "./database-runs.ts";
import { databaseStagingContract } from "./database-staging.ts";
import { databaseStateContract } from "./database-state.ts";
import { databaseWindowsContract } from "./database-windows.ts";
import { databaseThrottleContract } from "./database-throttle.ts";
import { databaseVersionsContract } from "./database-versions.ts";
import { ask, empty } from "./portable.ts";
import { loadOrders, openLoad, sampleTable, stagedOrders, storedOrders, type Version } from "./sample-orders.ts";

let serial = 0;
const loadId = (): string => `01J${String(++serial).padStart(23, "0")}`;
const orders = sampleTable("orders");

/** What every target database promises. */
export function databaseContract(open: () => Promise<Database>): void {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    await database.migrate();
    await empty(
      database,
      '"open".orders',
      '"staging".orders',
      '"open".lines',
      '"staging".lines',
      "sillage.quarantine",
      "sillage.backfill",
      "sillage.deployed_graph",
    );
  });
  afterAll(() => database.close());
  const opened = (id: string, expected: number) => openLoad(database, id, expected);

  test("a load merges what is new and what changed, and counts what is not", async () => {
    const first = await loadOrders(database, loadId(), [
      { id: 1, at: 1, total: "1.00" },
      { id: 2, at: 1, total: "2.00" },
    ]);
    expect(first).toMatchObject({
      state: "merged",
      merged: 2,
      unchanged: 0,
      superseded: 0,
      quarantined: 0,
      days: ["2026-11-01"],
    });
    const second = await loadOrders(database, loadId(), [
      { id: 1, at: 2, total: "1.00" },
      { id: 2, at: 2, total: "2.50", day: "2026-11-03" },
      { id: 3, at: 2, total: "3.00" },
    ]);
    expect(second).toMatchObject({ merged: 2, unchanged: 1, days: ["2026-11-01", "2026-11-03"] });
    expect(await storedOrders(database)).toEqual({ 1: "1.00", 2: "2.50", 3: "3.00" });
  });

  test("an older version than the stored one is superseded, and so is a repeated line of one load", async () => {
    await loadOrders(database, loadId(), [{ id: 1, at: 5, total: "5.00" }]);
    const late = await loadOrders(database, loadId(), [
      { id: 1, at: 4, total: "4.00" },
      { id: 2, at: 1, total: "1.00" },
      { id: 2, at: 2, total: "2.00" },
    ]);
    expect(late).toMatchObject({ merged: 1, superseded: 2 });
    expect(await storedOrders(database)).toEqual({ 1: "5.00", 2: "2.00" });
  });

  test("a load without any change has no materialisation", async () => {
    const rows: readonly Version[] = [{ id: 1, at: 1, total: "1.00" }];
    expect((await loadOrders(database, loadId(), rows)).materialisationId).not.toBeNull();
    expect((await loadOrders(database, loadId(), rows)).materialisationId).toBeNull();
  });

  test("every step done three times has the effect of one, whatever the slices' size", async () => {
    const versions = Array.from({ length: 60 }, (_, at) => ({ id: at, at, total: `${at}.00` }));
    const state = await loadOrders(database, loadId(), versions, { size: 7, times: 3 });
    expect(state).toMatchObject({ state: "merged", merged: 60, unchanged: 0, superseded: 0 });
  });

  test("slices of another size after a crash merge each line once", async () => {
    const id = loadId();
    const rows = stagedOrders(Array.from({ length: 10 }, (_, at) => ({ id: at, at, total: "1.00" })));
    await opened(id, 10);
    await database.stageBatch(orders, id, 1, rows);
    await database.mergeSlice(orders, id, { part: 1, from: 1, to: 4 });
    await database.mergeSlice(orders, id, { part: 1, from: 1, to: 10 });
    expect(await database.finishLoad(orders, id, null)).toMatchObject({
      state: "merged",
      merged: 10,
    });
  });

  test("a load that does not add up is not marked loaded", async () => {
    const id = loadId();
    await opened(id, 2);
    await database.stageBatch(orders, id, 1, stagedOrders([{ id: 1, at: 1, total: "1.00" }]));
    await database.mergeSlice(orders, id, { part: 1, from: 1, to: 1 });
    await expect(database.finishLoad(orders, id, null)).rejects.toThrow(
      expect.objectContaining({
        code: "load.unbalanced",
        message: `The load ${id} of orders expects 2 rows and accounts for 1 (1 merged, 0 unchanged, 0 superseded, 0 quarantined, 0 erased). Nothing is marked loaded, and the next run of its table reads it again; report this with the load's id.`,
      }),
    );
    expect((await database.loadState(id))?.state).toBe("open");
  });

  test("a manifest that was overwritten is refused, and so is finishing an unknown load", async () => {
    const id = loadId();
    await opened(id, 0);
    await expect(
      database.openLoad({
        loadId: id,
        table: "orders",
        origin: "run",
        manifestKey: `m/${id}`,
        manifestEtag: "other",
        expected: 0,
        bytes: 0,
      }),
    ).rejects.toThrow(
      expect.objectContaining({
        code: "load.altered",
        message: `The manifest m/${id} was loaded before with other content. A manifest never changes: find out who overwrote it, and extract the table again.`,
      }),
    );
    await expect(database.finishLoad(orders, "nobody", null)).rejects.toThrow(
      expect.objectContaining({ code: "load.unknown" }),
    );
  });

  test("a refused load stays refused and is on its way no longer", async () => {
    const id = loadId();
    await opened(id, 1);
    expect((await database.openLoads()).find((load) => load.loadId === id)).toMatchObject({
      table: "orders",
      expected: 1,
      bytes: 9,
      staged: 0,
    });
    await database.refuseLoad(id, "over-budget");
    expect((await database.loadState(id))?.state).toBe("refused");
    expect((await database.openLoads()).map((load) => load.loadId)).not.toContain(id);
  });

  test("of two loads that open one manifest at once, one has it and the other one is refused", async () => {
    const [id, other] = [loadId(), loadId()];
    const opening = { table: "orders", origin: "run", manifestKey: `m/${id}`, manifestEtag: "e" } as const;
    const opened = await Promise.allSettled(
      [id, other].map((one) => database.openLoad({ ...opening, loadId: one, expected: 0, bytes: 9 })),
    );
    expect(opened.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(opened.find((one) => one.status === "rejected")?.reason).toMatchObject({ code: "load.altered" });
    for (const one of [id, other]) await database.refuseLoad(one, "load.unbalanced").catch(() => undefined);
  });

  test("a load that was refused before its manifest could be read has its count once it is opened again", async () => {
    const id = loadId();
    const unread = { origin: "run", manifestKey: `m/${id}`, manifestEtag: "", expected: 0, bytes: 0 } as const;
    await database.openLoad({ loadId: id, table: "orders", ...unread });
    await database.refuseLoad(id, "manifest.missing");
    await database.reopenLoad(id);
    expect(await opened(id, 3)).toMatchObject({ state: "open", expected: 3 });
    expect((await database.openLoads()).find((load) => load.loadId === id)).toMatchObject({ expected: 3, bytes: 9 });
    await database.refuseLoad(id, "over-budget");
  });

  test("loads merged in any order give the same table, also where a later version says what an earlier one said", async () => {
    const versions = fc.array(
      fc.record({
        id: fc.nat(2),
        hour: fc.nat(3),
        total: fc.constantFrom("1.00", "2.00"),
        day: fc.constantFrom("2026-11-01", "2026-11-02"),
      }),
      { maxLength: 4 },
    );
    const permutations = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    await fc.assert(
      fc.asyncProperty(fc.tuple(versions, versions, versions), async (loads) => {
        const ids = loads.map(() => loadId());
        const tables: unknown[] = [];
        for (const order of permutations) {
          await empty(database, '"open".orders');
          for (const id of ids) {
            await ask(database, "delete from sillage.load_slice where load_id = $1", [id]);
            await ask(database, 'delete from "sillage"."load" where load_id = $1', [id]);
          }
          for (const at of order)
            await loadOrders(
              database,
              ids[at] ?? "",
              (loads[at] ?? []).map(({ hour, ...version }) => ({ ...version, at: hour * 3 + at })),
            );
          tables.push(
            await database.query('select id, total, business_day, _ordered_at from "open".orders order by id'),
          );
        }
        for (const table of tables) expect(table).toEqual(tables[0]);
      }),
      { numRuns: 15 },
    );
  });

  test("a later version that says the same is unchanged: no materialisation, and an older one cannot come between", async () => {
    await loadOrders(database, loadId(), [{ id: 1, at: 1, total: "1.00" }]);
    const [second, third] = [loadId(), loadId()];
    expect(await loadOrders(database, third, [{ id: 1, at: 3, total: "1.00" }])).toMatchObject({
      merged: 0,
      unchanged: 1,
      days: [],
      materialisationId: null,
    });
    expect(await loadOrders(database, second, [{ id: 1, at: 2, total: "2.00" }])).toMatchObject({
      merged: 0,
      superseded: 1,
    });
    expect(await storedOrders(database)).toEqual({ 1: "1.00" });
  });

  describe("migrations", () => databaseMigrationsContract(() => database));
  describe("days of rows that take another table's", () => databaseDaysContract(() => database));
  describe("automation", () => databaseAutomationContract(() => database));
  describe("checks", () => databaseChecksContract(() => database));
  describe("rows in quarantine", () => databaseQuarantineContract(() => database));
  describe("retention", () => databaseRetentionContract(() => database));
  describe("deployed graphs", () => databaseDeployedContract(() => database));
  describe("the loaded mark", () => databaseMarksContract(() => database));
  describe("versions of one instant", () => databaseVersionsContract(() => database));
  describe("staging", () => databaseStagingContract(() => database));
  describe("runs", () => databaseRunsContract(() => database));
  describe("backfills", () => databaseBackfillsContract(() => database));
  describe("drift and sensors", () => databaseDriftContract(() => database));
  describe("erased people", () => databaseErasureContract(() => database));
  describe("parted facts", () => databasePartingContract(() => database));
  describe("housekeeping", () => databaseHousekeepingContract(() => database));
  describe("the throttle", () => databaseThrottleContract(() => database));
  describe("keys of the API", () => databaseApiKeysContract(() => database));
  describe("changes made by hand", () => databaseAuditContract(() => database));
  describe("marts, marks and vanished rows", () => databaseStateContract(() => database));
  describe("marts in windows of backfills", () => databaseWindowsContract(() => database));
  describe("days of marts that failed", () => databasePartitionsContract(() => database));
}
