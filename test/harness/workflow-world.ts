import { DefaultLogger, makeTelemetryFilterString, Runtime, Worker } from "@temporalio/worker";
import type { Client } from "@temporalio/client";
import type { TestWorkflowEnvironment } from "@temporalio/testing";
import { createTemporalEntities } from "../../activities/adapters/temporal-entities.ts";
import { createAssetControls } from "../../activities/asset-controls.ts";
import { createAssetCursor } from "../../activities/asset-cursor.ts";
import { createAssetReports } from "../../activities/asset-reports.ts";
import type { ActivityDeps } from "../../activities/deps.ts";
import type { Activities } from "../../activities/index.ts";
import { createPlanRun } from "../../activities/plan-run.ts";
import { createRunActivities } from "../../activities/runs.ts";
import { createRecoverAsset } from "../../activities/recover-asset.ts";
import { createMartActivities } from "../../activities/rebuild-mart.ts";
import { createStartPass } from "../../activities/start-pass.ts";
import { coded } from "../../activities/to-failure.ts";
import { assetGraph, type AssetGraph } from "../../core/graph/asset-graph.ts";
import type { AssetEntities } from "../../core/ports/asset-entities.ts";
import type { AssetControl, AuditEntry } from "../../core/ports/audit.ts";
import type { RunBegun, RunEnded, RunState, RunStep } from "../../core/ports/runs.ts";
import type { MartSpec } from "../../core/spec/asset.ts";
import type { AssetMirror, Database } from "../../core/ports/database.ts";
import { workflowBundle } from "../../worker/bundle.ts";
import { queue } from "../../workflows/contracts/ids.ts";
import type { AssetRunInput, AssetRunResult } from "../../workflows/contracts/runs.ts";
import { memoryObjectStore } from "../fakes/memory-object-store.ts";
import { columnOf, martOf, readOf, specOf, tableOf } from "../fakes/specs.ts";
import { landedPass } from "./landed-pass.ts";
import { testTemporal } from "./temporal.ts";

/** A run's beginning or end, as it came. */
type RecordedRun = Partial<RunBegun> &
  Pick<RunEnded, "id"> &
  Partial<Omit<RunEnded, "state">> & { readonly state: RunState };

/** The product's real workflows on a real server, their activities without sources, store and tables. */
export type WorkflowWorld = {
  readonly client: Client;
  readonly entities: AssetEntities;
  /** What a test does while a table's pages are read, or while a run waits for the ledger. */
  readonly hooks: {
    extract: (table: string) => Promise<void>;
    awaitLoad: (table: string) => Promise<void>;
  };
  /** Rows for auditors, as they came. */
  readonly recorded: RecordedRun[];
  /** Ends of steps, as they were kept, each with its run. */
  readonly keptSteps: (RunStep & { readonly run: string })[];
  /** Changes made by hand, as they came. */
  readonly audited: AuditEntry[];
  readonly start: (
    id: string,
    selection: string,
    ingestion?: "run" | "event",
  ) => Promise<{ readonly id: string; readonly result: () => Promise<AssetRunResult> }>;
  /** Take one of the tables beside `orders` out of the graph, as a deploy does; and put all back. */
  readonly without: (table: string) => void;
  readonly whole: () => void;
  readonly stop: () => Promise<void>;
};

const wide = ["t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9"];
/** A table that is read by windows, from 2026-10-01. */
const timed = (key: string) =>
  tableOf(key, {
    columns: [
      columnOf("id", { key: 1 }),
      columnOf("updatedAt", { type: { kind: "instant", reads: "rfc3339" }, cursor: true }),
    ],
    read: readOf(
      { kind: "whole" },
      { kind: "window", fromParam: "from", toParam: "to", longestDays: 7, from: "2026-10-01" },
    ),
  });

/** A graph out of which assets are taken while runs are on their way. */
function changingGraph(tables: readonly string[], marts: readonly MartSpec[]) {
  let now = graphOf(tables, marts);
  const { hash } = now;
  const graph: AssetGraph = {
    get spec() {
      return now.spec;
    },
    get assets() {
      return now.assets;
    },
    asset: (key) => now.asset(key),
    upstream: (key) => now.upstream(key),
    downstream: (key) => now.downstream(key),
    hash,
  };
  const without = (gone: string): void =>
    void (now = graphOf(
      tables.filter((table) => table !== gone),
      marts,
    ));
  return { graph, without, whole: () => void (now = graphOf(tables, marts)) };
}

const graphOf = (tables: readonly string[], marts: readonly MartSpec[]): AssetGraph =>
  assetGraph(
    specOf({
      tables: [...["orders", ...tables].map((key) => tableOf(key)), ...["timed", "timed2"].map(timed)],
      marts,
      jobs: ["often", "nightly", "strict"].map((name) => ({ name, select: "orders", trigger: { kind: "command" } })),
    }),
  );

/** The server that a world runs on, one in memory unless told, and the marts beside its tables. */
type WorldOptions = {
  readonly server?: () => Promise<TestWorkflowEnvironment>;
  readonly marts?: readonly MartSpec[];
};
const daily = [martOf("orders_daily", ["orders"])];

/** Start a server and workers for one test file. The jobs `often`, `nightly` and `strict` take `orders`; `tables` stand beside `orders` and its mart. */
export async function workflowWorld(
  tables: readonly string[] = wide,
  { server = testTemporal, marts = daily }: WorldOptions = {},
): Promise<WorkflowWorld> {
  const telemetryOptions = { logging: { filter: makeTelemetryFilterString({ core: "ERROR" }) } };
  Runtime.install({ logger: new DefaultLogger("ERROR"), telemetryOptions });
  const env = await server();
  const hooks: WorkflowWorld["hooks"] = { extract: async () => undefined, awaitLoad: async () => undefined };
  const recorded: RecordedRun[] = [];
  const keptSteps: WorkflowWorld["keptSteps"] = [];
  const audited: AuditEntry[] = [];
  const entities = createTemporalEntities(() => env.client);
  const { graph, ...changes } = changingGraph(tables, marts);
  const activities = coded(fakeActivities({ graph, entities, hooks, recorded, keptSteps, audited }), () => undefined);
  const bundle = await workflowBundle();
  const workers = await Promise.all(
    Object.values(queue).map((taskQueue) =>
      Worker.create({
        connection: env.nativeConnection,
        taskQueue,
        activities,
        ...(taskQueue === queue.control && { workflowBundle: bundle }),
      }),
    ),
  );
  const running = Promise.all(workers.map((worker) => worker.run()));
  return {
    client: env.client,
    entities,
    hooks,
    recorded,
    keptSteps,
    audited,
    ...changes,
    async start(id, selection, ingestion = "run") {
      const input: AssetRunInput = { job: "test", selection, full: false, trigger: "command", ingestion };
      const handle = await env.client.workflow.start<(input: AssetRunInput) => Promise<AssetRunResult>>("assetRun", {
        workflowId: id,
        taskQueue: queue.control,
        args: [input],
      });
      return { id, result: () => handle.result() };
    },
    async stop() {
      for (const worker of workers) worker.shutdown();
      await running;
      await env.teardown();
    },
  };
}

function fakeActivities({
  graph,
  entities,
  hooks,
  recorded,
  keptSteps,
  audited,
}: Pick<WorkflowWorld, "entities" | "hooks" | "recorded" | "keptSteps" | "audited"> & { readonly graph: AssetGraph }) {
  const clock = { now: () => new Date() };
  const mirrors = new Map<string, AssetMirror>();
  const controls = new Map<string, AssetControl>();
  const database: Pick<
    Database,
    | "recordAudit"
    | "assetControl"
    | "materialisations"
    | "mustReadWhole"
    | "mirror"
    | "openLoads"
    | "saveMirror"
    | "loadState"
    | "staleDays"
    | "buildMart"
    | "beginRun"
    | "keepSteps"
    | "endRun"
    | "claimHousekeeping"
  > = {
    beginRun: async (run) => void recorded.push({ ...run, state: "running" }),
    keepSteps: async (run, steps) => void keptSteps.push(...steps.map((step) => ({ ...step, run }))),
    async endRun(end, steps) {
      recorded.push(end);
      keptSteps.push(...steps.map((step) => ({ ...step, run: end.id })));
    },
    claimHousekeeping: async () => false,
    mustReadWhole: async () => false,
    mirror: async (asset) => mirrors.get(asset),
    async recordAudit(entry, mirror) {
      if (!audited.some(({ id }) => id === entry.id)) audited.push(entry);
      if (mirror === null) return;
      controls.set(mirror.asset, mirror.control);
      const loaded = { loadedThrough: null, materialisationId: null, materialisedAt: null, rows: 0 };
      mirrors.set(mirror.asset, { ...loaded, ...mirror });
    },
    assetControl: async (asset) => controls.get(asset),
    materialisations: async () => [],
    openLoads: async () => [],
    saveMirror: async () => undefined,
    loadState: async () => undefined,
    staleDays: async () => ["2026-11-24"],
    buildMart: async () => ({ rows: 1, materialisationId: "m1", changed: true, checks: [] }),
  };
  const deps = { graph, clock, entities, store: memoryObjectStore(), database } as unknown as ActivityDeps;
  const done = (table: string, loadId: string) => ({
    loadId,
    table,
    merged: 1,
    unchanged: 0,
    superseded: 0,
    quarantined: 0,
    erased: 0,
    materialisationId: null,
  });
  const landed = new Map<string, string>();
  return {
    planRun: createPlanRun({ graph }),
    ...createAssetCursor(deps),
    ...createAssetReports(deps),
    ...createAssetControls(deps),
    recoverAsset: createRecoverAsset(deps),
    ...createMartActivities(deps),
    startPass: createStartPass(deps),
    ...createRunActivities(deps),
    async extractPages(pass) {
      await hooks.extract(pass.table);
      return landedPass(pass.until);
    },
    async writeManifest({ pass }) {
      const key = `v1/${pass.loadId}`;
      landed.set(key, pass.table);
      return { key, mark: { watermark: pass.until } };
    },
    openLoad: async ({ manifestKey }) => ({ loadId: manifestKey, state: "merged", parts: [] }),
    finishLoad: async ({ manifestKey }) => done(landed.get(manifestKey) ?? "", manifestKey),
    reconcileIds: async () => ({ vanished: 0, restored: 0, absent: 0, missed: 0 }),
    async awaitLoad({ table, loadId }) {
      await hooks.awaitLoad(table);
      return done(table, loadId);
    },
  } satisfies Partial<Activities>;
}
