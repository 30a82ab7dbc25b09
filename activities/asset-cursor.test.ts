import { MockActivityEnvironment } from "@temporalio/testing";
import { expect, test } from "vitest";
import { assetGraph } from "../core/graph/asset-graph.ts";
import type { AssetMirror, Database, LoadState } from "../core/ports/database.ts";
import { emptyState } from "../workflows/contracts/state.ts";
import { memoryAssetEntities } from "../test/fakes/memory-asset-entities.ts";
import { memoryObjectStore } from "../test/fakes/memory-object-store.ts";
import { martOf, specOf, tableOf } from "../test/fakes/specs.ts";
import { createAssetCursor } from "./asset-cursor.ts";
import { createAssetReports } from "./asset-reports.ts";
import { createRecoverAsset } from "./recover-asset.ts";

const graph = assetGraph(
  specOf({
    tables: [
      tableOf("orders", {
        freshness: { kind: "within", ms: 3_600_000 },
        checks: [{ kind: "unique", columns: ["id"], name: "unique(id)", severity: "warn" }],
      }),
    ],
    marts: [martOf("orders_daily", ["orders"])],
  }),
);
const mirror: AssetMirror = {
  asset: "orders",
  landedThrough: "2026-11-24T02:15:00Z",
  loadedThrough: "2026-11-24T02:15:00Z",
  fence: 7,
  materialisationId: "m0",
  materialisedAt: "2026-11-24T02:20:00Z",
  rows: 5,
};

const recent = [{ id: "m0", at: "2026-11-24T02:20:00Z", rows: 5, load: "l0" }];

/** Cursor activities on fakes; `as` runs one as the activity of some id. */
function cursors(running: readonly string[] = [], origin: LoadState["origin"] = "run") {
  const entities = memoryAssetEntities(new Set(running));
  const saved: AssetMirror[] = [];
  const database = {
    mirror: async (asset: string) => (asset === "orders" ? mirror : undefined),
    assetControl: async () => undefined,
    materialisations: async (asset: string) => (asset === "orders" ? recent : []),
    saveMirror: async (told: AssetMirror) => void saved.push(told),
    lastResults: async () =>
      ["unique(id)", "declared no more"].map((check) => ({
        check,
        kind: "unique",
        severity: "warn",
        state: "failed",
        figure: 2,
        bound: "at most 0",
        failing: 2,
      })),
    incidents: async () => [],
    loadState: async () => ({ materialisationId: "m1", merged: 3, origin }),
  } as unknown as Database;
  const clock = { now: () => new Date("2026-11-25T02:20:00Z") };
  const reports = createAssetReports({ graph, entities, database, clock });
  const recoverAsset = createRecoverAsset({
    graph,
    database,
    store: memoryObjectStore(),
    ingestion: "run",
    alerts: undefined,
    clock,
  });
  const activities = { ...createAssetCursor({ graph, entities, database }), ...reports, recoverAsset };
  const as = <Result>(activityId: string, work: () => Promise<Result>): Promise<Result> =>
    new MockActivityEnvironment({ activityId }).run(work);
  const acquire = (holder: string, activityId = holder) =>
    as(activityId, () => activities.acquireCursor({ table: "orders", holder }));
  return { entities, saved, activities, as, acquire };
}

test("whoever asks while a running extraction holds the cursor waits behind it", async () => {
  const { acquire, entities } = cursors(["a"]);
  await acquire("a");
  expect(await acquire("b")).toMatchObject({ granted: false, paused: false, ahead: [{ holder: "a", fence: 1 }] });
  expect(entities.states.get("orders")).toMatchObject({ lease: { holder: "a" }, waiting: [{ holder: "b" }] });
});

test("the lease of an extraction that no longer runs goes to the next one that asks", async () => {
  const { acquire, entities } = cursors(["b"]);
  await acquire("dead");
  expect(await acquire("b")).toMatchObject({ granted: true, fence: 2 });
  expect(entities.states.get("orders")).toMatchObject({ lease: { holder: "b" }, waiting: [] });
});

test("waiters that no longer run lose their places; one that runs keeps its own", async () => {
  const { acquire, entities } = cursors(["alive"]);
  for (const holder of ["dead", "gone", "alive"]) await acquire(holder, `${holder} asked`);
  entities.states.set("orders", {
    ...emptyState("orders"),
    waiting: ["gone", "alive"].map((holder) => ({ holder, fence: null, until: "2999-01-01T00:00:00Z" })),
  });
  expect(await acquire("last")).toMatchObject({ granted: false, ahead: [{ holder: "alive" }] });
});

test("an attempt that is repeated gets the cursor it was granted before", async () => {
  const { acquire } = cursors(["a"]);
  await acquire("dead");
  const first = await acquire("a", "7");
  expect(await acquire("a", "7")).toEqual(first);
});

test("a paused asset grants nothing, and nobody is asked whether they run", async () => {
  const { acquire, entities } = cursors();
  entities.states.set("orders", { ...emptyState("orders"), paused: true });
  expect(await acquire("a")).toEqual({ granted: false, paused: true });
});

test("a turn given back frees the cursor, and a failure is remembered", async () => {
  const { acquire, activities, as, entities } = cursors();
  await acquire("a");
  await as("2", () => activities.releaseCursor({ table: "orders", holder: "a", fence: 1, outcome: "failed" }));
  expect(entities.states.get("orders")).toMatchObject({ lease: null, failing: true });
});

test("the landed mark moves in the entity and in its mirror, which keeps what was loaded", async () => {
  const { activities, as, entities, saved } = cursors();
  const mark = { watermark: "2026-11-25T02:15:00Z" };
  await as("1", () => activities.advanceCursor({ table: "orders", fence: 8, mark, loadId: "l1" }));
  expect(entities.states.get("orders")?.mark).toEqual(mark);
  expect(saved).toEqual([{ ...mirror, landedThrough: mark.watermark, fence: 8 }]);
});

test("a landed mark that is told again, in another way too, is told once", async () => {
  const { acquire, activities, as, entities } = cursors(["a", "b"]);
  await acquire("a");
  const mark = { watermark: "2026-11-25T02:15:00Z" };
  const landed = { table: "orders", fence: 1, mark, loadId: "l1", holder: "a" };
  await as("1", () => activities.advanceCursor(landed));
  expect(entities.states.get("orders")).toMatchObject({ lease: null, mark });
  await acquire("b", "2");
  await as("3", () => activities.advanceCursor(landed));
  expect(entities.states.get("orders")).toMatchObject({ lease: { holder: "b", fence: 2 } });
});

test.each([
  ["run", { freshAt: expect.any(String) }],
  ["foreign", { freshAt: null }],
  ["backfill", { freshAt: null }],
] as const)("a merged %s load is told to the entity as the ledger has it", async (origin, freshness) => {
  const { activities, as, entities } = cursors([], origin);
  await as("1", () => activities.reportLoaded({ table: "orders", loadId: "l1" }));
  expect(entities.states.get("orders")).toMatchObject({
    ...freshness,
    loadedThrough: mirror.loadedThrough,
    recent: [{ id: "m1", at: "2026-11-25T02:20:00.000Z", rows: 3, load: "l1" }],
  });
});

test("a merged load is told to be as old as what its table is loaded through, whenever it was merged", async () => {
  const { activities, as, entities } = cursors();
  const age = Date.parse("2026-11-25T02:20:00Z") - Date.parse("2026-11-24T02:15:00Z");
  const before = Date.now() - age;
  await as("1", () => activities.reportLoaded({ table: "orders", loadId: "l1" }));
  const freshAt = Date.parse(entities.states.get("orders")?.freshAt ?? "");
  expect(freshAt).toBeGreaterThanOrEqual(before);
  expect(freshAt).toBeLessThanOrEqual(Date.now() - age);
});

test("an entity without state recovers fence, loaded mark and age from the mirror, failed checks that are still declared from their last results", async () => {
  const { activities, as } = cursors();
  expect(await as("1", () => activities.recoverAsset("orders"))).toEqual({
    mark: {},
    fence: 7,
    loadedThrough: "2026-11-24T02:15:00Z",
    ageMs: 86_700_000,
    paused: false,
    recent,
    checks: { warned: ["unique(id): 2, at most 0"], blocked: [] },
    declared: expect.objectContaining({
      automation: null,
      dependants: [],
      promise: { kind: "within", ms: 3_600_000, zone: null },
    }),
    updates: {},
    seen: {},
    pending: {},
  });
  expect(await as("2", () => activities.recoverAsset("orders_daily"))).toEqual({
    mark: {},
    fence: 0,
    loadedThrough: null,
    ageMs: null,
    paused: false,
    recent: [],
    checks: { warned: [], blocked: [] },
    declared: expect.objectContaining({ promise: null }),
    updates: {},
    seen: {},
    pending: {},
  });
});
