import { expect, test } from "vitest";
import { SillageError } from "../core/errors.ts";
import { assetGraph } from "../core/graph/asset-graph.ts";
import type { AssetControl } from "../core/ports/audit.ts";
import type { MartBuild } from "../core/ports/mart-port.ts";
import type { Database } from "../core/ports/database.ts";
import { emptyState } from "../workflows/contracts/state.ts";
import { memoryAssetEntities } from "../test/fakes/memory-asset-entities.ts";
import { martOf, specOf, tableOf } from "../test/fakes/specs.ts";
import { runActivity } from "../test/harness/run-activity.ts";
import { MockActivityEnvironment } from "@temporalio/testing";
import { createMartActivities, type RebuildRequest } from "./rebuild-mart.ts";

const graph = assetGraph(specOf({ tables: [tableOf("orders")], marts: [martOf("orders_daily", ["orders"])] }));

function marts(stale: readonly string[] | undefined, changed = true, control?: AssetControl) {
  const entities = memoryAssetEntities();
  const built: unknown[] = [];
  const database = {
    staleDays: async () => stale,
    assetControl: async () => control,
    mirror: async () => ({ loadedThrough: "2026-11-25T02:15:00.000Z" }),
    buildMart: async (_: unknown, days: unknown) => {
      built.push(days);
      return { rows: 4, materialisationId: "m1", changed, checks: [] };
    },
  } as unknown as Database;
  const clock = { now: () => new Date("2026-11-25T02:20:00Z") };
  const activities = createMartActivities({ graph, database, entities, clock });
  const mart = "orders_daily";
  return {
    entities,
    built,
    rebuild: (days: readonly string[] | null, by: Pick<RebuildRequest, "run" | "stale"> = { run: "run/1" }) =>
      runActivity(() => activities.rebuildMart({ mart, days, ...by })),
    stale: () => runActivity(() => activities.staleDays({ mart })),
  };
}

test("a rebuilt mart is a materialisation of its entity", async () => {
  const { entities, rebuild } = marts([]);
  await rebuild(["2026-11-24"]);
  expect(entities.states.get("orders_daily")?.recent).toEqual([
    { id: "m1", at: "2026-11-25T02:20:00.000Z", rows: 4, load: null },
  ]);
});

test("a mart that a check kept from being published is told to its entity, and the failure is its step's", async () => {
  const entities = memoryAssetEntities();
  const failure = new SillageError({ code: "check.failed", message: "A check failed.", fix: "Mend it." });
  const database = {
    buildMart: () => Promise.reject(failure),
    lastResults: async () => [
      {
        check: "unique(day)",
        kind: "unique",
        severity: "block",
        state: "failed",
        figure: 1,
        bound: "at most 0",
        failing: 1,
      },
    ],
  } as unknown as Database;
  const activities = createMartActivities({ graph, database, entities, clock: { now: () => new Date() } });
  const rebuilt = runActivity(() => activities.rebuildMart({ mart: "orders_daily", days: null, run: "run/1" }));
  await expect(rebuilt).rejects.toBe(failure);
  expect(entities.states.get("orders_daily")).toMatchObject({
    checks: { warned: [], blocked: ["unique(day): 1, at most 0"] },
    recent: [],
  });
});

test("a backfill's window ends no failure of its mart; building what is still stale does", async () => {
  const failing = { ...emptyState("orders_daily"), failing: true, failure: "its last build failed" };
  const after = async (by: Pick<RebuildRequest, "run" | "stale">) => {
    const { entities, rebuild } = marts([]);
    entities.states.set("orders_daily", failing);
    await rebuild(["2026-11-24"], by);
    return entities.states.get("orders_daily");
  };
  expect(await after({ run: "backfill/1" })).toMatchObject({ failing: true, freshAt: null, recent: [{ id: "m1" }] });
  expect(await after({ run: "backfill/1", stale: "built" })).toMatchObject({
    failing: false,
    freshAt: expect.any(String),
  });
});

test("a backfill's window leaves what else is stale, and says nothing of which commits its mart was built with", async () => {
  const daily = { ...martOf("orders_daily", ["orders"]), automation: { kind: "missing" } as const };
  const entities = memoryAssetEntities();
  const builds: unknown[] = [];
  const told: unknown[] = [];
  const database = {
    materialisations: async () => [{ id: "l1" }],
    mirror: async () => undefined,
    buildMart: async (_: unknown, __: unknown, { stale }: MartBuild) => {
      builds.push(stale);
      return { rows: 4, materialisationId: "m1", changed: true, checks: [] };
    },
  } as unknown as Database;
  const activities = createMartActivities({
    graph: assetGraph(specOf({ tables: [tableOf("orders")], marts: [daily] })),
    database,
    entities: { ...entities, materialised: async (_, { builtWith }) => void told.push(builtWith) },
    clock: { now: () => new Date("2026-11-25T02:20:00Z") },
  });
  for (const run of ["backfill/1", "run/1"])
    await runActivity(() => activities.rebuildMart({ mart: "orders_daily", days: ["2026-11-24"], run }));
  expect(builds).toEqual(["left", undefined]);
  expect(told).toEqual([undefined, { orders: ["l1"] }]);
});

test("a mart is told to be loaded through what its deps were when it was built", async () => {
  const { entities, rebuild } = marts([]);
  await rebuild(null);
  expect(entities.states.get("orders_daily")?.loadedThrough).toBe("2026-11-25T02:15:00.000Z");
});

test("a rebuild that changed nothing makes the mart fresh where its deps moved, and is no materialisation", async () => {
  const { entities, rebuild } = marts([], false);
  await rebuild(null);
  expect(entities.states.get("orders_daily")).toMatchObject({ recent: [], freshAt: expect.any(String) });
});

test("a mart without stale days is fresh, one with some is not yet", async () => {
  const none = marts([]);
  expect(await none.stale()).toEqual({ paused: false, days: [] });
  expect(none.entities.states.get("orders_daily")?.freshAt).toEqual(expect.any(String));
  expect(none.built).toEqual([[]]);
  const some = marts(["2026-11-24"]);
  expect(await some.stale()).toEqual({ paused: false, days: ["2026-11-24"] });
  expect(some.entities.states.has("orders_daily")).toBe(false);
  expect(some.built).toEqual([]);
});

test("a mart whose last check was taken out of its declaration is rid of its failures, fresh or rebuilt", async () => {
  const { entities, stale } = marts([]);
  entities.states.set("orders_daily", {
    ...emptyState("orders_daily"),
    checks: { warned: ["unique(day): 1, at most 0"], blocked: [] },
  });
  await stale();
  expect(entities.states.get("orders_daily")?.checks).toEqual({ warned: [], blocked: [] });
});

test("a mart that was never built has all its days to build", async () => {
  expect(await marts(undefined).stale()).toEqual({
    paused: false,
    days: null,
  });
});

test("a paused mart is left alone", async () => {
  const { entities, stale } = marts(["2026-11-24"]);
  entities.states.set("orders_daily", { ...emptyState("orders_daily"), paused: true });
  expect(await stale()).toEqual({ paused: true });
});

test("a rebuild that is cancelled ends its build, and is told as cancelled, not as failed", async () => {
  const database = {
    buildMart: (_: unknown, __: unknown, { signal }: { readonly signal: AbortSignal }) =>
      new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(new Error("the connection was closed"))),
      ),
  } as unknown as Database;
  const clock = { now: () => new Date("2026-11-25T02:20:00Z") };
  const activities = createMartActivities({ graph, database, entities: memoryAssetEntities(), clock });
  const environment = new MockActivityEnvironment();
  const rebuilding = environment.run(() => activities.rebuildMart({ mart: "orders_daily", days: null, run: "run/1" }));
  setImmediate(() => environment.cancel());
  await expect(rebuilding).rejects.toMatchObject({ name: "CancelledFailure" });
});

test("a mart that was paused stays so when its entity is lost, by the database's mirror", async () => {
  const pause = { who: "Ada Exemple", why: "a trial", at: "2026-11-25T01:00:00Z" };
  expect(await marts(["2026-11-24"], true, { revision: 1, pause, hand: null }).stale()).toEqual({ paused: true });
});
