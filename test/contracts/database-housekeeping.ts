import { beforeEach, expect, test } from "vitest";
import type { Database } from "../../core/ports/database.ts";
import type { DriftRecord } from "../../core/ports/drift.ts";
import { quarantineCounts } from "../../db/declare/load-reads.ts";
import { empty } from "./portable.ts";
import { openLoad, sampleTable } from "./sample-orders.ts";

const [old, recent, now] = ["2025-01-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z", "2026-03-02T00:00:00.000Z"];
/** Past the time of steps, not of runs. */
const winter = "2025-11-30T23:59:59.000Z";
const kept = { runDays: 400, stepDays: 90 };
const nothing = { rows: 1, differing: 0, missing: 0, vanished: 0, restored: 0, missed: 0 };
const sensor = { name: "file", revision: 1, cursor: null, pause: null, polledAt: null, failures: 0, failure: null };
const request = { selection: "orders", from: "2025-01-01", to: null, windowMs: 1 };

/** What a housekeeping promises of what is neither a run nor a step. */
export function databaseHousekeepingContract(current: () => Database): void {
  beforeEach(() =>
    empty(
      current(),
      "sillage.run",
      "sillage.run_step",
      "sillage.drift",
      "sillage.evaluation",
      "sillage.sensor_run",
      "sillage.backfill",
    ),
  );
  const drift = (id: string, at: string, over: Partial<DriftRecord> = {}) =>
    current().recordDrift({
      id,
      at,
      asset: "orders",
      kind: "reread",
      since: null,
      until: at,
      state: "equal",
      load: null,
      ...nothing,
      ...over,
    });

  test("re-readings that found nothing are forgotten past the time of steps, but for what the next one goes on from", async () => {
    await drift("equal", winter);
    await drift("merged", old, { state: "merged" });
    await drift("refused", old, { state: "refused" });
    await drift("new", recent);
    await drift("alone", old, { asset: "lines" });
    await drift("refused later", recent, { asset: "lines", state: "refused" });
    expect(await current().keepHouse(kept, now)).toMatchObject({ drifts: 1 });
    expect((await current().drifts("orders")).map(({ id }) => id)).toEqual(["new", "refused", "merged"]);
    expect(await current().lastReread("lines")).toEqual({ at: old, until: old });
  });

  test("evaluations of conditions are forgotten with them, but for an asset's last one", async () => {
    const tree = { says: "any dep updated", holds: true, why: "updated: orders" };
    for (const [asset, at] of [
      ["orders_daily", old],
      ["orders_daily", winter],
      ["orders_daily", recent],
      ["lines_daily", old],
      ["lines_daily", winter],
    ] as const)
      await current().keepEvaluation({ asset, at, run: null, tree });
    expect(await current().keepHouse(kept, now)).toMatchObject({ evaluations: 3 });
    const last = async (asset: string) => (await current().evaluationAt(asset, now))?.at;
    expect([await last("orders_daily"), await last("lines_daily")]).toEqual([recent, winter]);
    expect(await current().evaluationAt("lines_daily", old)).toBeUndefined();
  });

  test("sealed records in quarantine go 35 days after they came, or once they were replayed; the rows stay", async () => {
    const orders = sampleTable("orders");
    await empty(current(), "sillage.quarantine");
    const came = new Date().toISOString();
    const later = (days: number): string => new Date(Date.parse(came) + days * 86_400_000).toISOString();
    const misfit = { misfit: { column: "total", rule: "decimal" }, sealed: "AQ", pid: null };
    await openLoad(current(), "01HOUSEA", 2);
    await current().quarantineBatch(
      orders,
      "01HOUSEA",
      1,
      [1, 2].map((line) => ({ line, ...misfit })),
    );
    await current().finishLoad(orders, "01HOUSEA", null);
    expect(await current().keepHouse(kept, later(34))).toMatchObject({ misfits: 0 });
    await current().claimQuarantined({ table: "orders", loadId: null, except: [] }, "01HOUSEB");
    expect(await current().keepHouse(kept, later(34))).toMatchObject({ misfits: 0 });
    await openLoad(current(), "01HOUSEB", 0);
    await current().finishLoad(orders, "01HOUSEB", null);
    expect(await current().keepHouse(kept, later(34))).toMatchObject({ misfits: 2 });
    await openLoad(current(), "01HOUSEC", 1);
    await current().quarantineBatch(orders, "01HOUSEC", 1, [{ line: 1, ...misfit }]);
    expect(await current().keepHouse(kept, later(36))).toMatchObject({ misfits: 1 });
    expect(await current().read(quarantineCounts)).toMatchObject([{ rule: "decimal", rows: 1 }]);
  });

  test("run keys of sensors and backfills that ended are forgotten with them; a backfill that goes on stays", async () => {
    const runs = [old, recent].map((at) => ({ key: at, run: `run/file/${at}`, at }));
    await current().saveSensor(sensor, runs);
    for (const [id, state, endedAt] of [
      ["1", "failed", old],
      ["2", "running", null],
      ["3", "done", recent],
    ] as const) {
      await current().beginBackfill({ id, request, tracks: [], startedAt: old });
      await current().saveBackfill({ id, state, tracks: [], endedAt });
    }
    expect(await current().keepHouse(kept, now)).toEqual({
      runs: 0,
      steps: 0,
      drifts: 0,
      evaluations: 0,
      misfits: 0,
      sensorRuns: 1,
      backfills: 1,
    });
    expect((await current().sensorRuns("file")).map(({ key }) => key)).toEqual([recent]);
    expect((await current().backfills()).map(({ id }) => id)).toEqual(["3", "2"]);
  });
}
