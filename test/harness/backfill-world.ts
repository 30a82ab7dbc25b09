import { fileURLToPath } from "node:url";
import { Context } from "@temporalio/activity";
import { ulid } from "ulid";
import { noFailedChecks, type CheckReport } from "../../core/check/check-result.ts";
import type { Client, WorkflowHandle } from "@temporalio/client";
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from "@temporalio/worker";
import { createBackfillActivities } from "../../activities/backfills.ts";
import type { ActivityDeps } from "../../activities/deps.ts";
import type { Activities } from "../../activities/index.ts";
import type { Pass } from "../../activities/start-pass.ts";
import { coded } from "../../activities/to-failure.ts";
import { createTemporalEntities } from "../../activities/adapters/temporal-entities.ts";
import { assetGraph } from "../../core/graph/asset-graph.ts";
import type { AuditEntry } from "../../core/ports/audit.ts";
import type { BackfillPort } from "../../core/ports/backfills.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import type { FilterSpec } from "../../core/spec/read.ts";
import { workflowBundle } from "../../worker/bundle.ts";
import { dataConverter } from "../../worker/wire/data-converter.ts";
import type { BackfillInput, BackfillProgress, BackfillResult } from "../../workflows/contracts/backfills.ts";
import { queue, workflowId } from "../../workflows/contracts/ids.ts";
import { rootMessage } from "../../workflows/logic/root-message.ts";
import { memoryBackfills } from "../fakes/memory-backfills.ts";
import { columnOf, martOf, readOf, specOf, tableOf } from "../fakes/specs.ts";
import { landedPass } from "./landed-pass.ts";
import { testTemporal } from "./temporal.ts";

/** The workflow. */
export type Backfill = (input: BackfillInput) => Promise<BackfillResult>;

/** Real backfills on a real server, their activities without sources, store and tables. */
export type BackfillWorld = {
  readonly client: Client;
  readonly backfills: BackfillPort;
  /** Assets that operators hold. */
  readonly paused: Set<string>;
  /** What happened, in order: `read <table> <since> <until>`, `landed …`, `loaded …`, `built <mart> <first day>`, `checked <table>`. */
  readonly happened: string[];
  /** Changes made by hand, as they came. */
  readonly audited: AuditEntry[];
  /** What a test does while a window is read (and `"unverified"` as its answer), loaded, or before a change by hand is recorded; what a table's checks say. */
  readonly hooks: {
    read: (pass: Pass, cancelled: Promise<never>) => Promise<unknown>;
    load: () => Promise<void>;
    audit: () => Promise<void>;
    check: () => Promise<CheckReport>;
  };
  /** Start a backfill of ten-day windows from 2026-08-17 to 2026-11-25: ten closed ones of each table, and an open one. */
  readonly start: (selection: string, over?: Partial<BackfillInput>) => Promise<WorkflowHandle<Backfill>>;
  /** Start one again under its id, for what failed. */
  readonly retry: (id: string) => Promise<WorkflowHandle<Backfill>>;
  readonly progress: (handle: WorkflowHandle<Backfill>) => Promise<BackfillProgress>;
  /** Its state at the end, or the root of what it failed with. */
  readonly outcome: (handle: WorkflowHandle<Backfill>) => Promise<string>;
  readonly stored: (id: string) => Promise<string | undefined>;
  /** As at the beginning: nothing happened, nothing is held, nothing is done while windows are read and loaded. */
  readonly clear: () => void;
  /** End the backfills that a test which failed left on their way. */
  readonly endAll: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

const dayMs = 86_400_000;
const now = new Date("2026-11-25T00:00:00.000Z");
const filter: FilterSpec = { kind: "window", fromParam: "f", toParam: "t", longestDays: 31, from: "2016-01-01" };
const windowed = (key: string, checks: TableSpec["checks"] = []) =>
  tableOf(key, {
    checks,
    read: readOf({ kind: "whole" }, filter),
    columns: [
      columnOf("id", { key: 1 }),
      columnOf("at", { cursor: true, type: { kind: "instant", reads: "rfc3339" } }),
    ],
  });
/** The day of every mart that is stale when its windows are built: none of them holds it. */
const staleDay = "2026-03-01";
const graph = assetGraph(
  specOf({
    tables: [
      windowed("bookings"),
      windowed("visits"),
      windowed("orders", [{ name: "unique(id)", kind: "unique", columns: ["id"], severity: "block" }]),
    ],
    marts: [martOf("bookings_daily", ["bookings"]), martOf("orders_daily", ["orders"])],
  }),
);

/** Start a server and workers for one test file. `cheap`: windows that do nothing at all, for thousands of them. */
export async function backfillWorld(kind: "whole" | "cheap" = "whole"): Promise<BackfillWorld> {
  Runtime.install({ logger: new DefaultLogger("ERROR") });
  const env = await testTemporal();
  const told = {
    backfills: memoryBackfills(),
    paused: new Set<string>(),
    happened: new Array<string>(),
    audited: new Array<AuditEntry>(),
    hooks: doNothing(),
  };
  const activities = coded(fakeActivities(env.client, told), () => undefined);
  const bundle = kind === "whole" ? await workflowBundle() : await cheapBundle();
  const workers = await Promise.all(
    Object.values(queue).map((taskQueue) =>
      Worker.create({
        connection: env.nativeConnection,
        dataConverter,
        taskQueue,
        activities,
        // A cancellation is told in the answer to a heartbeat.
        maxHeartbeatThrottleInterval: 200,
        ...(taskQueue === queue.control && { workflowBundle: bundle }),
      }),
    ),
  );
  const running = Promise.all(workers.map((worker) => worker.run()));
  const started: WorkflowHandle<Backfill>[] = [];
  const begun = async (id: string, input: BackfillInput) => {
    const options = { workflowId: id, taskQueue: queue.control };
    const handle = await env.client.workflow.start<Backfill>("backfill", { ...options, args: [input] });
    started.push(handle);
    return handle;
  };
  return {
    client: env.client,
    ...told,
    start: (selection, over = {}) => begun(workflowId.backfill(ulid()), { ...usual(selection), ...over }),
    async retry(id) {
      const known = await told.backfills.backfill(id);
      return begun(id, { ...usual(""), ...(known && { request: known.request }), retry: true });
    },
    progress: (handle) => handle.query<BackfillProgress>("progress"),
    outcome: (handle) => handle.result().then((result) => result.state, rootMessage),
    stored: async (id) => (await told.backfills.backfill(id))?.state,
    clear() {
      told.happened.length = 0;
      told.audited.length = 0;
      told.paused.clear();
      Object.assign(told.hooks, doNothing());
    },
    async endAll() {
      // One that ended by itself is not there to be terminated.
      await Promise.all(started.splice(0).map((handle) => handle.terminate("its test is over").catch(() => undefined)));
    },
    async stop() {
      for (const worker of workers) worker.shutdown();
      await running;
      await env.teardown();
    },
  };
}

const doNothing = (): BackfillWorld["hooks"] => ({
  read: async () => undefined,
  load: async () => undefined,
  audit: async () => undefined,
  check: async () => noFailedChecks,
});

const usual = (selection: string): BackfillInput => ({
  request: { selection, from: "2026-08-17T00:00:00Z", to: "2026-11-25T00:00:00Z", windowMs: 10 * dayMs },
  concurrency: 2,
  queue: false,
  retry: false,
  ingestion: "run",
});

const cheapBundle = () =>
  bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL("./cheap-windows.ts", import.meta.url)),
    logger: new DefaultLogger("WARN"),
  });

type Told = Pick<BackfillWorld, "backfills" | "paused" | "happened" | "audited" | "hooks">;

function fakeActivities(client: Client, { backfills, paused, happened, audited, hooks }: Told) {
  const { isRunning, endOfWindow } = createTemporalEntities(() => client);
  const entities = { isRunning, endOfWindow, isPaused: async (asset: string) => paused.has(asset) };
  const deps = { graph, zone: "UTC", clock: { now: () => now }, database: backfills, entities };
  const names = new Map<string, string>();
  return {
    ...createBackfillActivities(deps as unknown as ActivityDeps),
    async extractPages(pass) {
      const name = `${pass.table} ${pass.since?.slice(0, 10)} ${pass.until.slice(0, 10)}`;
      names.set(pass.loadId, name);
      happened.push(`read ${name}`);
      const { cancelled, heartbeat } = Context.current();
      const beat = setInterval(() => heartbeat(name), 100);
      const answer = await hooks.read(pass, cancelled).finally(() => clearInterval(beat));
      const parts = [{ key: "part", rows: 1, bytes: 1, rawBytes: 1, sha256: "", etag: "" }];
      return { ...landedPass(pass.until), parts, verified: answer !== "unverified" };
    },
    async writeManifest({ pass }) {
      happened.push(`landed ${names.get(pass.loadId)}`);
      return { key: pass.loadId, mark: {} };
    },
    async openLoad({ manifestKey }) {
      await hooks.load();
      return { loadId: manifestKey, state: "merged" as const, parts: [] };
    },
    async finishLoad({ manifestKey: loadId }) {
      happened.push(`loaded ${names.get(loadId)}`);
      return { ...counts, loadId, table: "", materialisationId: null };
    },
    async recordAudit({ entry }) {
      await hooks.audit();
      audited.push(entry);
    },
    reportLoaded: async () => undefined,
    async checkTable({ table }) {
      happened.push(`checked ${table}`);
      return hooks.check();
    },
    staleDays: async () => ({ paused: false as const, days: [staleDay] }),
    async rebuildMart({ mart, days }) {
      happened.push(`built ${mart} ${days?.[0]}`);
      return { rows: days?.length ?? 0, materialisationId: "m", changed: true, checks: noFailedChecks };
    },
  } satisfies Partial<Activities>;
}

const counts = { merged: 1, unchanged: 0, superseded: 0, quarantined: 0, erased: 0 };
