import { beforeEach, expect, test } from "vitest";
import type { Database } from "../../core/ports/database.ts";
import type { DriftRecord } from "../../core/ports/drift.ts";
import type { RunStep } from "../../core/ports/runs.ts";
import { quarantineCounts } from "../../db/declare/load-reads.ts";
import { empty, speaksTsql } from "./portable.ts";
import { loadOrders, openLoad, sampleTable } from "./sample-orders.ts";

const [old, recent, now] = ["2025-01-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z", "2026-03-02T00:00:00.000Z"];
/** Past the two weeks of what changed nothing, and just not. */
const [quiet, edge] = ["2026-02-15T23:59:59.000Z", "2026-02-16T00:00:00.000Z"];
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
      "sillage.run_day",
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

  const ran = async (id: string, startedAt: string, steps: readonly RunStep[], state: "succeeded" | "failed") => {
    const logical = { logicalAt: startedAt, logicalDay: startedAt.slice(0, 10), zone: "UTC", startedAt };
    const asked = { job: "drift", selection: null, full: false, trigger: "schedule", who: null, rerunOf: null };
    await current().beginRun({ id, ...asked, ...logical, attempt: 1, assets: steps.map(({ asset }) => asset) });
    const ended = { id, state, endedAt: startedAt, failures: 0, code: null, detail: "" };
    await current().endRun(ended, steps);
  };
  const step = (asset: string, state: RunStep["state"], endedAt: string): RunStep => ({
    asset,
    state,
    endedAt,
    rows: 3,
    bytes: null,
    code: null,
    load: null,
    ms: 9,
    detail: "",
  });

  test("what changed nothing in a run that succeeded is summed up after two weeks; a day has one sum in the end", async () => {
    const steps = (at: string) => [step("orders", "unchanged", at), step("lines", "done", at)];
    await ran("run/quiet", quiet, steps(quiet), "succeeded");
    await ran("run/failed", quiet, steps(quiet), "failed");
    await ran("run/recent", edge, steps(edge), "succeeded");
    expect(await current().keepHouse(kept, now)).toMatchObject({ runs: 0, steps: 1 });
    const left = async (id: string) => (await current().runSteps(id)).map(({ asset }) => asset);
    expect(await left("run/quiet")).toEqual(["lines"]);
    expect(await left("run/failed")).toEqual(["lines", "orders"]);
    expect(await left("run/recent")).toEqual(["lines", "orders"]);
    const days = [
      { day: "2026-02-16", runs: 1, failed: 0, rows: 3, bytes: 0, ms: 9 },
      { day: "2026-02-15", runs: 2, failed: 0, rows: 6, bytes: 0, ms: 18 },
    ];
    expect(await current().assetDays("orders")).toEqual(days);
    expect(await current().keepHouse(kept, "2026-07-01T00:00:00.000Z")).toMatchObject({ steps: 5 });
    expect(await current().assetDays("orders")).toEqual(days);
    expect(await current().query("select asset from sillage.run_day where asset = 'orders'")).toHaveLength(2);
  });

  test("slices of merged loads go after two weeks, and their counts and days stay with the load; an open load's stay", async () => {
    const later = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
    await current().keepHouse(kept, later(16));
    const versions = [1, 2].map((id) => ({ id: 900 + id, at: 0, total: "4.00", day: `2026-11-0${id}` }));
    const merged = await loadOrders(current(), "01HOUSES", versions, { size: 1 });
    const again = await loadOrders(current(), "01HOUSET", versions);
    await openLoad(current(), "01HOUSEU", 1);
    await current().query(
      `insert into sillage.load_slice (load_id, part, from_line, to_line, merged, unchanged, superseded, days)
       values ('01HOUSEU', 1, 1, 1, 0, 1, 0, '${speaksTsql(current()) ? "[]" : "{}"}')`,
    );
    expect(await current().keepHouse(kept, later(13))).toMatchObject({ slices: 0 });
    expect(await current().keepHouse(kept, later(16))).toMatchObject({ slices: 3 });
    expect(await current().loadState("01HOUSES")).toEqual(merged);
    expect(merged).toMatchObject({ merged: 2, days: ["2026-11-01", "2026-11-02"] });
    expect(await current().loadState("01HOUSET")).toEqual(again);
    expect(again).toMatchObject({ unchanged: 2 });
    expect(await current().loadState("01HOUSEU")).toMatchObject({ state: "open", unchanged: 1 });
    expect(await current().keepHouse(kept, later(17))).toMatchObject({ slices: 0 });
    expect(await current().loadState("01HOUSES")).toEqual(merged);
    await current().refuseLoad("01HOUSEU", "load.unbalanced");
  });

  test("re-readings that found nothing are forgotten after two weeks, but for what the next one goes on from", async () => {
    await drift("equal", quiet);
    await drift("merged", old, { state: "merged" });
    await drift("refused", old, { state: "refused" });
    await drift("new", recent);
    await drift("alone", old, { asset: "lines" });
    await drift("refused later", recent, { asset: "lines", state: "refused" });
    expect(await current().keepHouse(kept, now)).toMatchObject({ drifts: 1 });
    expect((await current().drifts("orders")).map(({ id }) => id)).toEqual(["new", "refused", "merged"]);
    expect(await current().lastReread("lines")).toEqual({ at: old, until: old });
  });

  test("evaluations of conditions are forgotten past the time of steps, but for an asset's last one", async () => {
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
    const misfit = { misfit: { column: "total", rule: "decimal" }, sealed: "AQ", pid: null } as const;
    await openLoad(current(), "01HOUSEA", 2);
    await current().quarantineBatch(
      orders,
      "01HOUSEA",
      1,
      [1, 2].map((line) => ({ line, ...misfit })),
    );
    await current().finishLoad(orders, "01HOUSEA", null);
    expect(await current().keepHouse(kept, later(34))).toMatchObject({ misfits: 0 });
    await current().claimQuarantined("01HOUSEA", "01HOUSEB");
    expect(await current().keepHouse(kept, later(34))).toMatchObject({ misfits: 0 });
    await openLoad(current(), "01HOUSEB", 0);
    await current().finishLoad(orders, "01HOUSEB", null);
    expect(await current().keepHouse(kept, later(34))).toMatchObject({ misfits: 2 });
    await openLoad(current(), "01HOUSEC", 1);
    await current().quarantineBatch(orders, "01HOUSEC", 1, [{ line: 1, ...misfit }]);
    expect(await current().keepHouse(kept, later(36))).toMatchObject({ misfits: 1 });
    expect(await current().read(quarantineCounts)).toMatchObject([{ rule: "decimal", rows: 1 }]);
  });

  test("rows of the audit go after 12 months, changes by hand and answers about single people alike", async () => {
    await empty(current(), "sillage.audit");
    const by = { who: "Ada Exemple", why: "a trial", oldValue: null, newValue: null };
    for (const [id, at, what] of [
      ["a", "2025-02-28T23:59:59.999Z", "asset.pause"],
      ["b", "2025-02-28T23:59:59.999Z", "kpi.individual"],
      ["c", "2025-03-01T00:00:00.000Z", "asset.pause"],
      ["d", recent, "kpi.individual"],
    ] as const)
      await current().recordAudit({ id, at, what, subject: "orders", ...by }, null);
    expect(await current().keepHouse(kept, now)).toMatchObject({ audits: 2 });
    expect((await current().audits(null)).map(({ id }) => id)).toEqual(["c"]);
    expect((await current().individualAnswers()).map(({ id }) => id)).toEqual(["d"]);
    expect(await current().keepHouse(kept, now)).toMatchObject({ audits: 0 });
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
      slices: 0,
      drifts: 0,
      evaluations: 0,
      misfits: 0,
      audits: 0,
      sensorRuns: 1,
      backfills: 1,
    });
    expect((await current().sensorRuns("file")).map(({ key }) => key)).toEqual([recent]);
    expect((await current().backfills()).map(({ id }) => id)).toEqual(["3", "2"]);
  });
}
