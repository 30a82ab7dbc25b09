import { quarantineCounts } from "../../db/declare/load-reads.ts";
import { expect, test } from "vitest";
import { rowCaster } from "../../activities/to-staged-row.ts";
import type { Database } from "../../core/ports/database.ts";
import { ask, daysOf, empty } from "./portable.ts";
import { openLoad, sampleTable, stagedOrders, storedOrders } from "./sample-orders.ts";

const orders = sampleTable("orders");

/** What is promised of lines on their way: none is lost, none counts twice. */
export function databaseStagingContract(current: () => Database): void {
  let serial = 0;
  const loadId = (): string => `01F${String(++serial).padStart(23, "0")}`;
  const opened = (id: string, expected: number) => openLoad(current(), id, expected);

  test("staging that a crash emptied is seen, and merged lines are not staged again", async () => {
    const id = loadId();
    const rows = stagedOrders([
      { id: 1, at: 1, total: "1.00" },
      { id: 2, at: 1, total: "2.00" },
      { id: 3, at: 1, total: "3.00" },
    ]);
    await opened(id, 3);
    await current().stageBatch(orders, id, 1, rows);
    expect(await current().stagedThrough(orders, id, 1)).toBe(3);
    await current().mergeSlice(orders, id, { part: 1, from: 1, to: 2 });
    await empty(current(), '"staging".orders');
    expect(await current().stagedThrough(orders, id, 1)).toBe(2);
    await current().stageBatch(orders, id, 1, rows.slice(2));
    await current().mergeSlice(orders, id, { part: 1, from: 3, to: 3 });
    expect(await current().finishLoad(orders, id, null)).toMatchObject({ merged: 3 });
  });

  test("a part is staged up to its first hole, however much lies behind it", async () => {
    const id = loadId();
    const rows = stagedOrders(Array.from({ length: 9 }, (_, at) => ({ id: at, at, total: "1.00" })));
    await opened(id, 10);
    await current().stageBatch(orders, id, 1, rows.slice(0, 3));
    await current().stageBatch(orders, id, 1, rows.slice(5));
    await current().quarantineBatch(orders, id, 1, [
      { line: 10, misfit: { column: "total", rule: "empty" }, sealed: null, pid: null },
    ]);
    expect(await current().stagedThrough(orders, id, 1)).toBe(3);
    await current().stageBatch(orders, id, 1, rows.slice(3, 5));
    expect(await current().stagedThrough(orders, id, 1)).toBe(10);
  });

  test("what waits in quarantine is counted by what it broke", async () => {
    const id = loadId();
    const counted = async () =>
      (await current().read(quarantineCounts)).find((row) => row["rule"] === "too-precise") ?? { rows: 0 };
    await opened(id, 2);
    await current().quarantineBatch(
      orders,
      id,
      1,
      [1, 2].map((line) => ({ line, misfit: { column: "total", rule: "too-precise" }, sealed: null, pid: null })),
    );
    expect(await counted()).toEqual({ table_key: "orders", column_name: "total", rule: "too-precise", rows: 2 });
  });

  test("a slice whose lines a crash emptied is not merged, and loses nothing once it is staged again", async () => {
    const id = loadId();
    const rows = stagedOrders([
      { id: 1, at: 1, total: "1.00" },
      { id: 2, at: 1, total: "2.00" },
      { id: 3, at: 1, total: "3.00" },
    ]);
    await opened(id, 4);
    await current().stageBatch(orders, id, 1, rows);
    await current().quarantineBatch(orders, id, 1, [
      { line: 4, misfit: { column: "total", rule: "empty" }, sealed: null, pid: null },
    ]);
    await current().query('delete from "staging".orders where _line = 2');
    const slice = { part: 1, from: 1, to: 4 };
    await expect(current().mergeSlice(orders, id, slice)).rejects.toThrow(
      expect.objectContaining({
        code: "load.unstaged",
        retryable: true,
        message: `Of lines 1 to 4 of part 1 of the load ${id} of orders, 3 of 4 are staged. Nothing of them was merged; the part is staged again by itself.`,
      }),
    );
    expect(await storedOrders(current())).toEqual({});
    await current().stageBatch(orders, id, 1, rows);
    await current().mergeSlice(orders, id, slice);
    expect(await current().finishLoad(orders, id, null)).toMatchObject({
      merged: 3,
      quarantined: 1,
    });
  });

  test("of two keys that differ by a blank at the end one is stored and one is told, whatever the database takes for equal", async () => {
    const id = loadId();
    const places = sampleTable("places");
    const cast = rowCaster(places, "UTC", { t0: "2026-11-24T02:00:00.000Z", elapsedMs: 0 });
    const lines = ["A1", "A1 "].map((code, at) => cast({ code, name: "Lille ", _h: code }, at + 1));
    await openLoad(current(), id, 2, "places");
    for (const { kind, row } of lines)
      if (kind === "row") await current().stageBatch(places, id, 1, [row]);
      else await current().quarantineBatch(places, id, 1, [row]);
    await current().mergeSlice(places, id, { part: 1, from: 1, to: 2 });
    expect(await current().finishLoad(places, id, null)).toMatchObject({ merged: 1, quarantined: 1, superseded: 0 });
    const waiting = (await current().quarantined()).filter((group) => group.loadId === id);
    expect(waiting).toMatchObject([{ column: "code", rule: "trailing-blank" }]);
  });

  test("a line is staged or quarantined, as it was read last", async () => {
    const id = loadId();
    const rows = stagedOrders([
      { id: 1, at: 1, total: "1.00" },
      { id: 2, at: 1, total: "2.00" },
    ]);
    const misfit = (line: number) =>
      [{ line, misfit: { column: "total", rule: "empty" }, sealed: null, pid: null }] as const;
    await opened(id, 2);
    await current().quarantineBatch(orders, id, 1, misfit(1));
    await current().stageBatch(orders, id, 1, rows);
    await current().quarantineBatch(orders, id, 1, misfit(2));
    await current().mergeSlice(orders, id, { part: 1, from: 1, to: 2 });
    expect(await current().finishLoad(orders, id, null)).toMatchObject({
      merged: 1,
      quarantined: 1,
    });
  });

  test("an attempt that was given up and the next one stage the same lines side by side; what comes after the end is dropped", async () => {
    const id = loadId();
    const rows = stagedOrders(Array.from({ length: 50 }, (_, at) => ({ id: at, at, total: "1.00" })));
    await opened(id, 50);
    await Promise.all([1, 2, 3, 4].map(() => current().stageBatch(orders, id, 1, rows)));
    expect((await current().openLoads()).find((load) => load.loadId === id)).toMatchObject({
      expected: 50,
      staged: 50,
    });
    await current().mergeSlice(orders, id, { part: 1, from: 1, to: 50 });
    await current().stageBatch(orders, id, 1, rows);
    await current().finishLoad(orders, id, null);
    await current().stageBatch(orders, id, 1, rows);
    await current().quarantineBatch(orders, id, 1, [
      { line: 1, misfit: { column: "total", rule: "empty" }, sealed: null, pid: null },
    ]);
    expect(await current().query('select 1 as staged from "staging".orders')).toEqual([]);
    expect(await current().loadState(id)).toMatchObject({ merged: 50, quarantined: 0 });
  });

  test("a refused load that is opened again is staged anew", async () => {
    const id = loadId();
    const rows = stagedOrders([{ id: 1, at: 1, total: "1.00" }]);
    await opened(id, 1);
    await current().stageBatch(orders, id, 1, rows);
    await current().refuseLoad(id, "load.refused");
    await current().stageBatch(orders, id, 1, rows);
    expect(await current().stagedThrough(orders, id, 1)).toBe(0);
    await current().reopenLoad(id);
    expect((await current().openLoads()).find((load) => load.loadId === id)).toMatchObject({ staged: 0 });
    await current().stageBatch(orders, id, 1, rows);
    await current().mergeSlice(orders, id, { part: 1, from: 1, to: 1 });
    expect(await current().finishLoad(orders, id, null)).toMatchObject({
      state: "merged",
      merged: 1,
    });
  });

  test("what a load merged before it was refused is told to marts, and opened again it goes on behind it", async () => {
    const id = loadId();
    const days = ["2026-11-03", "2026-11-04"];
    const mark = (await current().mirror("orders"))?.loadedThrough ?? null;
    const rows = stagedOrders(days.map((day, at) => ({ id: at + 1, at: 1, total: "1.00", day })));
    await opened(id, 2);
    await current().stageBatch(orders, id, 1, rows);
    await current().mergeSlice(orders, id, { part: 1, from: 1, to: 1 });
    await current().refuseLoad(id, "load.clear-personal");
    const told = async () =>
      (await ask(current(), "select rows, days from sillage.materialisation where load_id = $1 order by id", [id])).map(
        ({ rows: count, days: of }) => [count, daysOf(of)],
      );
    expect(await told()).toEqual([[1, days.slice(0, 1)]]);
    expect((await current().mirror("orders"))?.loadedThrough ?? null).toBe(mark);
    await current().reopenLoad(id);
    await current().stageBatch(orders, id, 1, rows.slice(1));
    await current().mergeSlice(orders, id, { part: 1, from: 1, to: 2 });
    const done = await current().finishLoad(orders, id, null);
    expect(done).toMatchObject({ merged: 2, days });
    expect(await told()).toEqual([
      [1, days.slice(0, 1)],
      [2, days],
    ]);
  });
}
