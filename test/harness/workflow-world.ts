import { DefaultLogger, makeTelemetryFilterString, Runtime, Worker } from "@temporalio/worker";
import type { Client } from "@temporalio/client";
import { createTemporalEntities } from "../../activities/adapters/temporal-entities.ts";
import { createAssetControls } from "../../activities/asset-controls.ts";
import { createAssetCursor } from "../../activities/asset-cursor.ts";
import { createAssetReports } from "../../activities/asset-reports.ts";
import type { ActivityDeps } from "../../activities/deps.ts";
import type { Activities } from "../../activities/index.ts";
import { createAutomationActivities } from "../../activities/automation.ts";
import type { Reread, RereadKept } from "../../activities/rereads.ts";
import { createPlanRun } from "../../activities/plan-run.ts";
import { createRunActivities } from "../../activities/runs.ts";
import { createRecoverAsset } from "../../activities/recover-asset.ts";
import { createMartActivities } from "../../activities/rebuild-mart.ts";
import { createStartPass } from "../../activities/start-pass.ts";
import { coded } from "../../activities/to-failure.ts";
import type { AssetGraph } from "../../core/graph/asset-graph.ts";
import type { Incident } from "../../core/automation/incident.ts";
import type { KeptEvaluation } from "../../core/automation/evaluation.ts";
import type { Alerts } from "../../core/ports/alerts.ts";
import type { AssetEntities } from "../../core/ports/asset-entities.ts";
import type { AssetControl, AuditEntry, Materialisation } from "../../core/ports/audit.ts";
import type { RunBegun, RunEnded, RunState, RunStep } from "../../core/ports/runs.ts";
import type { AssetMirror, Database } from "../../core/ports/database.ts";
import { changingGraph, type WorldOptions } from "./changing-graph.ts";
import { workflowBundle } from "../../worker/bundle.ts";
import { dataConverter } from "../../worker/wire/data-converter.ts";
import { declareAssets } from "../../worker/declare-assets.ts";
import { queue } from "../../workflows/contracts/ids.ts";
import type { AssetRunInput, AssetRunResult } from "../../workflows/contracts/runs.ts";
import { memoryObjectStore } from "../fakes/memory-object-store.ts";
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
    /** The share of a table's history that is due to be read again; and what happens when a load is to be merged. */
    reread: (table: string) => Reread | null;
    finishLoad: (loadId: string) => Promise<void>;
    /** What the database holds of an asset's materialisations, newest first. */
    materialisations: (asset: string) => readonly Materialisation[];
    /** What a test does before a change by hand is recorded, or before an asset's entity is woken. */
    audit: () => Promise<void>;
    wake: (asset: string) => Promise<void>;
    /** What a test does before an asset's state is mirrored in the database. */
    mirror: (asset: string) => Promise<void>;
  };
  /** Shares of history that were read again, as they were kept. */
  readonly rereads: RereadKept[];
  /** Rows for auditors, as they came. */
  readonly recorded: RecordedRun[];
  /** Ends of steps, as they were kept, each with its run. */
  readonly keptSteps: (RunStep & { readonly run: string })[];
  /** Changes made by hand, as they came. */
  readonly audited: AuditEntry[];
  /** Runs of which a text is in the id that were on their way at once, at most. */
  readonly mostAtOnce: (text: string) => number;
  /** Evaluations and incidents, as they came. */
  readonly evaluations: KeptEvaluation[];
  readonly incidents: Incident[];
  /** Tell the entities what the graph declares, as a worker that starts does. */
  readonly declare: () => Promise<void>;
  readonly start: (
    id: string,
    selection: string,
    ingestion?: "run" | "event",
  ) => Promise<{ readonly id: string; readonly result: () => Promise<AssetRunResult> }>;
  /** Take some of the assets beside `orders` and its mart out of the graph, as a deploy does; and put all back. */
  readonly without: (...assets: readonly string[]) => void;
  readonly whole: () => void;
  readonly stop: () => Promise<void>;
};

/** Start a server and workers for one test file. */
export async function workflowWorld(options: WorldOptions = {}): Promise<WorkflowWorld> {
  const telemetryOptions = { logging: { filter: makeTelemetryFilterString({ core: "ERROR" }) } };
  Runtime.install({ logger: new DefaultLogger("ERROR"), telemetryOptions });
  const { server = testTemporal, bundle: made = workflowBundle } = options;
  const env = await server();
  const hooks: WorkflowWorld["hooks"] = {
    extract: async () => undefined,
    awaitLoad: async () => undefined,
    reread: () => null,
    finishLoad: async () => undefined,
    materialisations: () => [],
    audit: async () => undefined,
    wake: async () => undefined,
    mirror: async () => undefined,
  };
  const rereads: RereadKept[] = [];
  const recorded: RecordedRun[] = [];
  const keptSteps: WorkflowWorld["keptSteps"] = [];
  const audited: AuditEntry[] = [];
  const evaluations: KeptEvaluation[] = [];
  const incidents: Incident[] = [];
  const entities = createTemporalEntities(() => env.client);
  const { graph, ...changes } = changingGraph(options);
  const { alerts } = options;
  const activities = coded(
    fakeActivities({ graph, entities, hooks, rereads, recorded, keptSteps, audited, evaluations, incidents, alerts }),
    () => undefined,
  );
  const bundle = await made();
  const workers = await Promise.all(
    Object.values(queue).map((taskQueue) =>
      Worker.create({
        connection: env.nativeConnection,
        dataConverter,
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
    rereads,
    recorded,
    keptSteps,
    audited,
    mostAtOnce: (text) => mostAtOnce(recorded.filter(({ id }) => id.includes(text))),
    evaluations,
    incidents,
    declare: () => declareAssets({ graph, entities, alerts, ingestion: "run" }),
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

/** Rows come at a run's beginning and at its end. */
function mostAtOnce(rows: readonly RecordedRun[]): number {
  const running = new Set<string>();
  return Math.max(
    ...rows.map(({ id, state }) => (state === "running" ? running.add(id) : running.delete(id), running.size)),
  );
}

function fakeActivities({
  graph,
  entities,
  hooks,
  rereads,
  recorded,
  keptSteps,
  audited,
  evaluations,
  incidents,
  alerts,
}: Pick<
  WorkflowWorld,
  "entities" | "hooks" | "rereads" | "recorded" | "keptSteps" | "audited" | "evaluations" | "incidents"
> & {
  readonly graph: AssetGraph;
  readonly alerts: Alerts | undefined;
}) {
  const clock = { now: () => new Date() };
  const mirrors = new Map<string, AssetMirror>();
  const controls = new Map<string, AssetControl>();
  const database: Pick<
    Database,
    | "recordAudit"
    | "assetControl"
    | "materialisations"
    | "mustReadWhole"
    | "markBeforeRefused"
    | "mirror"
    | "keepEvaluation"
    | "evaluationAt"
    | "keepIncident"
    | "incidents"
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
    markBeforeRefused: async () => undefined,
    mirror: async (asset) => mirrors.get(asset),
    keepEvaluation: async (evaluation) => void evaluations.push(evaluation),
    evaluationAt: async () => undefined,
    async keepIncident(incident) {
      const at = incidents.findIndex(({ id }) => id === incident.id);
      incidents.splice(at < 0 ? incidents.length : at, 1, incident);
    },
    incidents: async (asset) => incidents.filter((incident) => incident.asset === asset),
    async recordAudit(entry, mirror) {
      await hooks.audit();
      if (!audited.some(({ id }) => id === entry.id)) audited.push(entry);
      if (mirror === null) return;
      controls.set(mirror.asset, mirror.control);
      const loaded = { loadedThrough: null, materialisationId: null, materialisedAt: null, rows: 0 };
      mirrors.set(mirror.asset, { ...loaded, ...mirror });
    },
    assetControl: async (asset) => controls.get(asset),
    materialisations: async (asset) => hooks.materialisations(asset),
    openLoads: async () => [],
    saveMirror: ({ asset }) => hooks.mirror(asset),
    loadState: async () => undefined,
    staleDays: async () => ["2026-11-24"],
    buildMart: async () => ({ rows: 1, materialisationId: "m1", changed: true, checks: [] }),
  };
  const set = { ingestion: "run", alerts } as const;
  const deps = { graph, clock, entities, store: memoryObjectStore(), database, ...set } as unknown as ActivityDeps;
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
    ...createAutomationActivities({
      ...deps,
      entities: { ...entities, wake: (asset, message) => hooks.wake(asset).then(() => entities.wake(asset, message)) },
    }),
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
    async finishLoad({ manifestKey }) {
      await hooks.finishLoad(manifestKey);
      return done(landed.get(manifestKey) ?? "", manifestKey);
    },
    refuseLoad: async () => undefined,
    reconcileIds: async ({ table }) => ({
      vanished: 0,
      restored: 0,
      absent: 0,
      missed: 0,
      reread: hooks.reread(table),
    }),
    judgeReread: async () => ({ differing: 1, missing: 0 }),
    keepReread: async (kept) => void rereads.push(kept),
    async awaitLoad({ table, loadId }) {
      await hooks.awaitLoad(table);
      return done(table, loadId);
    },
  } satisfies Partial<Activities>;
}
