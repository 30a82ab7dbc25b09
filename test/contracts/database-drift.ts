import { expect, test } from "vitest";
import type { Database } from "../../core/ports/database.ts";
import type { DriftRecord } from "../../core/ports/drift.ts";
import type { SensorMirror } from "../../core/ports/sensors.ts";
import { loadOrders, sampleTable, stagedOrders } from "./sample-orders.ts";

const orders = sampleTable("orders");
const found = (id: string, over: Partial<DriftRecord> = {}): DriftRecord => ({
  id,
  asset: "orders",
  at: "2026-11-25T02:15:00.123Z",
  kind: "reread",
  since: "2026-01-01T00:00:00.000Z",
  until: "2026-01-11T00:00:00.000Z",
  rows: 9,
  differing: 1,
  missing: 2,
  vanished: 0,
  restored: 0,
  missed: 0,
  state: "merged",
  load: "01A",
  ...over,
});
const sensor = (revision: number, cursor: string | null): SensorMirror => ({
  name: "file",
  revision,
  cursor,
  pause: null,
  polledAt: null,
  failures: 0,
  failure: null,
});

/** What whoever keeps drift and sensors promises. */
export function databaseDriftContract(given: () => Database): void {
  test("rows of a re-reading are compared with the stored ones: differing where they are not older, or missing", async () => {
    const database = given();
    await loadOrders(database, "01DRIFT", [
      { id: 71, at: 5, total: "1.00" },
      { id: 72, at: 5, total: "1.00" },
      { id: 73, at: 5, total: "1.00" },
    ]);
    const read = stagedOrders([
      { id: 71, at: 5, total: "1.00" },
      { id: 72, at: 5, total: "2.00" },
      { id: 73, at: 4, total: "3.00" },
      { id: 74, at: 5, total: "1.00" },
    ]);
    expect(await database.compareStored(orders, read)).toEqual({ differing: 1, missing: 1 });
    expect(await database.compareStored(orders, [])).toEqual({ differing: 0, missing: 0 });
    const many = stagedOrders(Array.from({ length: 2_500 }, (_, at) => ({ id: 1_000 + at, at: 5, total: "1.00" })));
    expect(await database.compareStored(orders, many)).toEqual({ differing: 0, missing: 2_500 });
  });

  test("what was found is kept once, newest first; a beginning is where re-readings go on from, a refused one is not", async () => {
    const database = given();
    expect(await database.lastReread("orders")).toBeUndefined();
    await database.recordDrift(found("begin/orders", { kind: "begin", until: null, at: "2026-11-24T00:00:00.000Z" }));
    expect(await database.lastReread("orders")).toEqual({ at: "2026-11-24T00:00:00.000Z", until: null });
    await database.recordDrift(found("1"));
    await database.recordDrift(found("1", { rows: 10 }));
    await database.recordDrift(
      found("2", { state: "refused", at: "2026-11-26T00:00:00.000Z", until: null, load: null }),
    );
    await database.recordDrift(found("3", { kind: "ids", at: "2026-11-27T00:00:00.000Z", vanished: 4 }));
    expect(await database.lastReread("orders")).toEqual({ at: found("1").at, until: found("1").until });
    expect((await database.drifts("orders")).map(({ id }) => id)).toEqual(["3", "2", "1"]);
    expect((await database.drifts(null)).find(({ id }) => id === "1")).toEqual(found("1", { rows: 10 }));
    expect(await database.drifts("lines")).toEqual([]);
  });

  test("a sensor is kept as it stands last, with the runs that it started, each key once", async () => {
    const database = given();
    const run = { key: '"abc"', run: "run/file/1", at: "2026-11-25T02:15:00.000Z" };
    await database.saveSensor(sensor(2, '"abc"'), [run]);
    await database.saveSensor(sensor(1, "older"), [{ ...run, run: "run/file/2" }]);
    expect(await database.sensors()).toEqual([sensor(2, '"abc"')]);
    expect(await database.sensorRuns("file")).toEqual([run]);
    expect(await database.knownRunKeys("file", ['"abc"', "new"])).toEqual(new Set(['"abc"']));
    expect(await database.knownRunKeys("other", ['"abc"'])).toEqual(new Set());
    expect(await database.knownRunKeys("file", [])).toEqual(new Set());
  });
}
