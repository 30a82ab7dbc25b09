import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Database, PassMerged } from "../../core/ports/database.ts";
import { peopleDeployment } from "../fakes/people-deployment.ts";
import { ask, daysOf, empty } from "./portable.ts";
import { loadLines, loadOrders, openLoad, sampleTable, storedOrders } from "./sample-orders.ts";

const orders = sampleTable("orders");
const asOf = "2026-11-24T00:00:00Z";
const after = { loadId: "any", whole: false };
const unchanged = { vanished: 0, restored: 0, absent: 0, missed: 0, days: [] };
const [daily] = peopleDeployment.graph.spec.marts;

async function* pages(...listed: readonly (readonly string[])[]): AsyncIterable<readonly string[]> {
  yield* listed;
}

/** What marks, marts and the reconciliation of vanished rows promise. */
export function databaseStateContract(current: () => Database): void {
  let serial = 0;
  const loadId = (): string => `01K${String(++serial).padStart(23, "0")}`;
  const mart = () => {
    if (daily === undefined) throw new Error("the sample has no mart");
    return daily;
  };
  const days = async () => current().query('select day, orders, total from "mart".orders_daily order by day');

  test("a mirror of an entity is kept by the greatest fence", async () => {
    const mirror = {
      asset: "places",
      landedThrough: "b",
      loadedThrough: null,
      fence: 5,
      materialisationId: null,
      materialisedAt: null,
      rows: 0,
    };
    await current().saveMirror(mirror);
    await current().saveMirror({ ...mirror, landedThrough: "a", fence: 4 });
    expect(await current().mirror("places")).toMatchObject({ landedThrough: "b", fence: 5 });
    expect((await current().mirrors()).map(({ asset }) => asset)).toContain("places");
    expect(await current().mirror("nothing")).toBeUndefined();
  });

  test("a mart is built whole, then only by the days that changed, and an unchanged day changes nothing", async () => {
    await loadOrders(current(), loadId(), [
      { id: 1, at: 1, total: "1.00", day: "2026-11-01" },
      { id: 2, at: 1, total: "2.00", day: "2026-11-02" },
    ]);
    expect(await current().buildMart(mart(), undefined)).toMatchObject({ rows: 2, changed: true });
    await loadOrders(current(), loadId(), [{ id: 2, at: 2, total: "2.50", day: "2026-11-03" }]);
    expect(await current().staleDays(mart())).toEqual(expect.arrayContaining(["2026-11-02", "2026-11-03"]));
    const built = await current().buildMart(mart(), ["2026-11-02", "2026-11-03"]);
    expect(built).toMatchObject({ changed: true });
    expect(await days()).toEqual([
      { day: "2026-11-01", orders: 1, total: "1.00" },
      { day: "2026-11-03", orders: 1, total: "2.50" },
    ]);
    expect(await current().buildMart(mart(), undefined)).toEqual({ ...built, rows: 2, changed: false });
  });

  test("a mart whose columns or query changed is stale on every day, until it is built with them", async () => {
    await loadOrders(current(), loadId(), [{ id: 1, at: 1, total: "1.00", day: "2026-11-01" }]);
    await current().buildMart(mart(), undefined);
    const changed = { ...mart(), version: "other" };
    expect(await current().staleDays(changed)).toBeUndefined();
    expect(await current().staleDays(mart())).toContain("2026-11-01");
    await current().query('update "mart".orders_daily set total = 7');
    await current().buildMart(changed, ["2026-10-31"]);
    expect(await days()).toEqual([{ day: "2026-11-01", orders: 1, total: "1.00" }]);
    expect(await current().staleDays(changed)).toContain("2026-11-01");
    expect(await current().staleDays(mart())).toBeUndefined();
  });

  test("days that become stale after they were asked for are rebuilt with the others", async () => {
    await loadOrders(current(), loadId(), [{ id: 1, at: 1, total: "1.00", day: "2026-11-01" }]);
    await current().buildMart(mart(), undefined);
    await loadOrders(current(), loadId(), [{ id: 2, at: 2, total: "2.00", day: "2026-11-02" }]);
    await current().buildMart(mart(), ["2026-11-01"]);
    expect(await days()).toContainEqual({ day: "2026-11-02", orders: 1, total: "2.00" });
  });

  test("a mart built whole tells marts behind it the days that differ, and no other", async () => {
    await loadOrders(current(), loadId(), [
      { id: 1, at: 1, total: "1.00", day: "2026-11-01" },
      { id: 2, at: 1, total: "2.00", day: "2026-11-02" },
    ]);
    await current().buildMart(mart(), undefined);
    await current().query("update \"mart\".orders_daily set total = 7 where day = '2026-11-02'");
    const { materialisationId } = await current().buildMart(mart(), undefined);
    const [told] = await ask(current(), "select days from sillage.materialisation where id = $1", [materialisationId]);
    expect(daysOf(told?.["days"])).toEqual(["2026-11-02"]);
  });

  test("a mart is loaded through the least of its deps when it was built, and no later until it is built again", async () => {
    const loaded = async (night: number): Promise<string> => {
      const completeThrough = `2026-12-0${night}T02:00:00.000Z`;
      const id = loadId();
      await openLoad(current(), id, 0);
      await current().finishLoad(orders, id, { completeThrough, from: null, to: {} });
      return completeThrough;
    };
    const through = async () => (await current().mirror("orders_daily"))?.loadedThrough;
    const first = await loaded(1);
    await current().buildMart(mart(), undefined);
    expect(await through()).toBe(first);
    const second = await loaded(2);
    expect(await through()).toBe(first);
    await current().buildMart(mart(), []);
    expect(await through()).toBe(second);
    await current().query("update sillage.asset_state set loaded_through = null where asset = 'orders'");
    await current().buildMart(mart(), undefined);
    expect(await through()).toBeNull();
  });

  test("a mart without a query is refused", async () => {
    await expect(current().buildMart({ ...mart(), key: "other" }, undefined)).rejects.toThrow(
      expect.objectContaining({
        code: "mart.no-text",
        message: "The mart other has no query. Declare it with mart() and add it to defineGraph.",
      }),
    );
  });

  test("rows that the source no longer lists are taken away, and their days are told to marts", async () => {
    await loadOrders(current(), loadId(), [
      { id: 11, at: 9, total: "1.00", day: "2026-11-05" },
      { id: 12, at: 9, total: "2.00", day: "2026-11-06" },
    ]);
    await current().buildMart(mart(), undefined);
    const gone = await current().reconcileIds(orders, pages(["11", "11"], [], ["11"]), { maxShare: 1, asOf, after });
    expect(gone).toMatchObject({ vanished: 1, days: ["2026-11-06"] });
    expect(await current().staleDays(mart())).toContain("2026-11-06");
    expect(await current().reconcileIds(orders, pages(["11"]), { maxShare: 1, asOf, after })).toEqual(unchanged);
  });

  test("a listing that lacks too many rows is not believed", async () => {
    await loadOrders(
      current(),
      loadId(),
      Array.from({ length: 30 }, (_, at) => ({ id: 100 + at, at: 9, total: "1.00" })),
    );
    await expect(
      current().reconcileIds(orders, pages(["100", "101"]), { maxShare: 0.05, asOf, after }),
    ).rejects.toThrow(
      expect.objectContaining({
        code: "reconcile.too-many-vanished",
        message:
          "28 of 30 rows of orders are no longer listed by the source. Nothing was flagged. Check the source's listing; raise RECONCILE_MAX_SHARE if the deletion is real.",
      }),
    );
    expect(Object.keys(await storedOrders(current()))).toHaveLength(30);
  });

  test("an empty listing is never believed while rows are stored, and an empty table asks nothing of it", async () => {
    expect(await current().reconcileIds(orders, pages([]), { maxShare: 1, asOf, after })).toEqual(unchanged);
    await loadOrders(current(), loadId(), [{ id: 1, at: 9, total: "1.00" }]);
    await expect(current().reconcileIds(orders, pages([], []), { maxShare: 1, asOf, after })).rejects.toThrow(
      expect.objectContaining({
        code: "reconcile.empty-listing",
        message:
          "The source lists no row of orders, and 1 are stored. Nothing was flagged. Check the source's listing of ids: an empty one is never believed.",
      }),
    );
  });

  test("one or two rows may vanish from a small table, never all of them", async () => {
    const rows = (count: number) => Array.from({ length: count }, (_, id) => ({ id, at: 9, total: "1.00" }));
    await loadOrders(current(), loadId(), rows(4));
    const few = { maxShare: 0.05, asOf, after };
    await expect(current().reconcileIds(orders, pages(["3"]), few)).rejects.toThrow("3 of 4 rows of orders");
    expect(await current().reconcileIds(orders, pages(["2", "3"]), few)).toMatchObject({ vanished: 2 });
    await expect(current().reconcileIds(orders, pages(["9"]), few)).rejects.toThrow("2 of 2 rows of orders");
    expect(Object.keys(await storedOrders(current()))).toEqual(["2", "3"]);
  });

  test("a listing that lacked rows by mistake is taken back by the next one that has them", async () => {
    const lines = sampleTable("lines");
    await empty(current(), '"open".lines');
    await loadOrders(current(), loadId(), [{ id: 1, at: 9, total: "1.00", day: "2026-11-07" }]);
    await loadLines(
      current(),
      loadId(),
      Array.from({ length: 60 }, (_, id) => ({ id, orderId: 1, at: 9, total: "1.00" })),
    );
    const live = async () => (await current().query('select id from "open".lines where deleted_at is null')).length;
    const ids = Array.from({ length: 60 }, (_, id) => String(id));
    const options = { maxShare: 0.05, asOf, after };
    const poor = await current().reconcileIds(lines, pages(ids.slice(2)), options);
    expect([poor, await live()]).toEqual([{ ...unchanged, vanished: 2, days: ["2026-11-07"] }, 58]);
    const full = await current().reconcileIds(lines, pages(ids), options);
    expect([full, await live()]).toEqual([{ ...unchanged, restored: 2, days: ["2026-11-07"] }, 60]);
    expect(await current().reconcileIds(lines, pages(ids), options)).toEqual(unchanged);
  });

  test("a reconciliation after no load counts absent keys, and takes none of them for missed", async () => {
    const lines = sampleTable("lines");
    await empty(current(), '"open".lines');
    await empty(current(), "sillage.listed_absent");
    await loadLines(current(), loadId(), [{ id: 1, orderId: 1, at: 9, total: "1.00" }]);
    const counted = async (after: PassMerged | null) =>
      current().reconcileIds(lines, pages(["1", "2"]), { maxShare: 1, asOf, after });
    expect(await counted(null)).toMatchObject({ absent: 1, missed: 0 });
    expect(await counted(null)).toMatchObject({ absent: 1, missed: 0 });
    expect(await counted({ loadId: loadId(), whole: false })).toMatchObject({ absent: 1, missed: 1 });
    expect(await counted(null)).toMatchObject({ absent: 1, missed: 1 });
    expect(await counted({ loadId: loadId(), whole: true })).toMatchObject({ missed: 0 });
  });

  test("a row that the source itself deleted stays deleted though it is listed", async () => {
    const lines = sampleTable("lines");
    await empty(current(), '"open".lines');
    await loadLines(current(), loadId(), [{ id: 1, orderId: 1, at: 9, total: "1.00" }]);
    await current().query(`update "open".lines set deleted_at = '2026-11-02'`);
    expect(await current().reconcileIds(lines, pages(["1"]), { maxShare: 1, asOf, after })).toEqual(unchanged);
  });

  test("a key that is listed and not stored after two passes was missed: the next one reads everything, once", async () => {
    await loadOrders(current(), loadId(), [{ id: 1, at: 9, total: "1.00" }]);
    const night = (load: string, whole: boolean, ...listed: readonly string[]) =>
      current().reconcileIds(orders, pages(listed), { maxShare: 1, asOf, after: { loadId: load, whole } });
    const due = () => current().mustReadWhole("orders");
    expect([await night("a", false, "1", "7"), await due()]).toEqual([{ ...unchanged, absent: 1 }, false]);
    // The same night's activity again.
    expect([await night("a", false, "1", "7"), await due()]).toEqual([{ ...unchanged, absent: 1 }, false]);
    expect([await night("b", false, "1", "7", "8"), await due()]).toEqual([
      { ...unchanged, absent: 2, missed: 1 },
      true,
    ]);
    expect([await night("c", false, "1", "7"), await due()]).toEqual([{ ...unchanged, absent: 1, missed: 1 }, true]);
    expect([await night("d", true, "1", "7"), await due()]).toEqual([{ ...unchanged, absent: 1 }, false]);
    expect([await night("e", false, "1", "7"), await due()]).toEqual([{ ...unchanged, absent: 1 }, false]);
    expect(await night("f", false, "1")).toEqual(unchanged);
    await night("g", false, "1", "9");
    await loadOrders(current(), loadId(), [{ id: 9, at: 9, total: "1.00" }]);
    expect([await night("h", false, "1", "9"), await due()]).toEqual([unchanged, false]);
  });

  test("a row that a load brings while the ids are listed is no vanished row, whatever its load is called", async () => {
    await loadOrders(current(), loadId(), [
      { id: 1, at: 9, total: "1.00" },
      { id: 2, at: 9, total: "1.00" },
    ]);
    const nameOfEarlierDate = "00000000000000000000000001";
    async function* listing(): AsyncIterable<readonly string[]> {
      yield ["1"];
      // The ledger dates openings to the millisecond.
      await sleep(5);
      await loadOrders(current(), nameOfEarlierDate, [{ id: 3, at: 9, total: "1.00" }]);
    }
    expect(await current().reconcileIds(orders, listing(), { maxShare: 1, asOf, after })).toMatchObject({
      vanished: 1,
    });
    expect(Object.keys(await storedOrders(current()))).toEqual(["1", "3"]);
    await current().reconcileIds(orders, pages(["1"]), { maxShare: 1, asOf, after });
    expect(Object.keys(await storedOrders(current()))).toEqual(["1"]);
  });

  test("where a load's rows are the listing, rows stay that a load brought which was opened since it was read", async () => {
    const by = loadId();
    for (const [load, id, minutes] of [
      [loadId(), 2, 20],
      [loadId(), 4, 25],
      [by, 1, 45],
      [loadId(), 3, 50],
    ] as const) {
      await loadOrders(current(), load, [{ id, at: 9, total: "1.00" }]);
      const opened = `2026-11-23T03:${minutes}:00.000Z`;
      await ask(current(), `update sillage.load set opened_at = '${opened}' where load_id = $1`, [load]);
    }
    const rest = async (readFrom: string) => {
      const listedBy = { loadId: by, readFrom };
      const options = { maxShare: 1, asOf, after: { loadId: by, whole: true }, listedBy };
      const { vanished } = await current().reconcileIds(orders, pages(["1"]), options);
      return [vanished, Object.keys(await storedOrders(current()))];
    };
    // The second load was opened while the listing's was read.
    expect(await rest("2026-11-23T03:22:00.000Z")).toEqual([1, ["1", "3", "4"]]);
    // A source whose clock is ahead read its rows before their load was opened all the same.
    expect(await rest("2026-11-24T00:00:00.000Z")).toEqual([1, ["1", "3"]]);
  });

  test("the states of loads are told together, of those that are known", async () => {
    const [open, merged, refused] = [loadId(), loadId(), loadId()];
    for (const id of [open, refused]) await openLoad(current(), id, 1);
    await loadOrders(current(), merged, []);
    await current().refuseLoad(refused, "load.refused");
    expect(await current().knownLoads([merged, refused, open, "never opened"])).toEqual(
      new Map([
        [open, "open"],
        [merged, "merged"],
        [refused, "refused"],
      ]),
    );
    expect(await current().knownLoads([])).toEqual(new Map());
  });
}
