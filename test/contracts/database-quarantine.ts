import { expect, test } from "vitest";
import type { Database } from "../../core/ports/database.ts";
import { loadOrders, openLoad, sampleTable } from "./sample-orders.ts";

const orders = sampleTable("orders");

/** What is promised of rows that did not fit. */
export function databaseQuarantineContract(current: () => Database): void {
  let serial = 0;
  const loadId = (): string => `01Q${String(++serial).padStart(23, "0")}`;

  test("quarantined rows count, wait, and are gone from the list once replayed", async () => {
    const id = loadId();
    await openLoad(current(), id, 1);
    const row = { line: 1, misfit: { column: "total", rule: "decimal" }, sealed: "AQ", pid: null } as const;
    await current().quarantineBatch(orders, id, 1, [row]);
    await current().quarantineBatch(orders, id, 1, [row]);
    expect(await current().finishLoad(orders, id, null)).toMatchObject({
      quarantined: 1,
      materialisationId: null,
    });
    expect(await current().quarantined("orders")).toEqual([
      { loadId: id, table: "orders", part: 1, line: 1, column: "total", rule: "decimal", manifestKey: `m/${id}` },
    ]);
    const of = { table: "orders", loadId: null, after: null };
    const replay = loadId();
    expect(await current().nextQuarantined({ ...of, after: id })).toBeUndefined();
    expect(await current().nextQuarantined({ ...of, loadId: replay })).toBeUndefined();
    expect(await current().nextQuarantined({ ...of, loadId: id })).toBe(id);
    expect(await current().nextQuarantined(of)).toBe(id);
    expect(await current().claimQuarantined(id, replay)).toEqual(await current().quarantined("orders"));
    expect(await current().quarantined()).toHaveLength(1);
    await loadOrders(current(), replay, []);
    expect(await current().quarantined()).toEqual([]);
    expect(await current().nextQuarantined(of)).toBeUndefined();
    expect(await current().claimQuarantined(id, loadId())).toEqual([]);
  });

  test("quarantined rows of restricted people wait until the restriction is lifted, and hold back no other", async () => {
    const [theirs, mixed, pid] = [loadId(), loadId(), "7f1c2a52-9f0e-4c5a-8f9d-0f6d2d1f3a77"];
    const row = { line: 1, misfit: { column: "total", rule: "decimal" }, sealed: "AQ", pid } as const;
    for (const [id, rows] of [
      [theirs, [row]],
      [mixed, [row, { ...row, line: 2, pid: null }]],
    ] as const) {
      await openLoad(current(), id, rows.length);
      await current().quarantineBatch(orders, id, 1, rows);
      await current().finishLoad(orders, id, null);
    }
    const of = { table: "orders", loadId: null, after: null };
    await current().hidePeople([pid]);
    expect(await current().nextQuarantined(of)).toBe(mixed);
    expect(await current().nextQuarantined({ ...of, loadId: theirs })).toBeUndefined();
    expect(await current().claimQuarantined(mixed, loadId())).toMatchObject([{ loadId: mixed, line: 2 }]);
    expect(await current().quarantined("orders")).toHaveLength(3);
    await current().showPeople([pid]);
    expect(await current().nextQuarantined(of)).toBe(theirs);
    expect(await current().claimQuarantined(mixed, loadId())).toHaveLength(2);
  });
}
