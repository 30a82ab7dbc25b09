import { randomUUID } from "node:crypto";
import { createTemporalEntities } from "../../activities/adapters/temporal-entities.ts";
import { startBackfill } from "../../cli/backfill/start-backfill.ts";
import { awaitRun, startRun } from "../../cli/run-job.ts";
import { queue, workflowId } from "../../workflows/contracts/ids.ts";
import type { BackfillProgress } from "../../workflows/contracts/backfills.ts";
import type { PollingStateV1 } from "../../workflows/contracts/polling.ts";
import type { AssetView } from "../../workflows/contracts/state.ts";
import { playPrivacy } from "../harness/play-privacy.ts";
import { bucketOf } from "../harness/bucket-of.ts";
import { until, type TestDemo } from "../harness/demo.ts";

const by = { who: "Ada Exemple", why: "a recording" };

/** Something that happens to workflows, and the ids of those it left a history of: one of a type at most. */
export type Scene = { readonly name: string; readonly workflowIds: readonly string[] };

/** Every way that the workflows take: a night, a failure, a replay, event mode, a dropped file, what it starts by itself, a pause, a wait, a cancellation, changes by hand, backfills, history read again, a bulk reveal, rotations of keys, the retention. */
export async function playScenes(night: TestDemo): Promise<readonly Scene[]> {
  const initial = await night.run("initial");
  await night.advance(24);
  await night.fault([{ table: "payments", kind: "bad-decimal" }]);
  const nightly = await night.run("nightly");
  const payments = workflowId.extract(nightly.runId, "payments");
  const mart = nightly.steps.find(({ asset }) => asset === "revenue_daily")?.asset ?? "";
  return [
    { name: "initial", workflowIds: [initial.runId, await ingestionOf(night, "payments")] },
    { name: "nightly", workflowIds: [nightly.runId, payments, workflowId.mart(nightly.runId, mart)] },
    await failed(night),
    await replayed(night),
    await byEvent(night),
    await dropped(night),
    await automated(night),
    await paused(night),
    await waited(night),
    await cancelled(night),
    await operated(night),
    await steered(night),
    await stopped(night),
    await retried(night),
    await readAgain(night),
    ...(await lookedAfter(night)),
    await polledAndHeld(night),
    ...Object.entries(await playPrivacy(night)).map(([name, workflowIds]) => ({ name, workflowIds })),
    { name: "all", workflowIds: [workflowId.landingSensor] },
  ];
}

/** A run on a selection, not awaited. */
const begin = (night: TestDemo, selection: string, ingestion: "run" | "event" = "run") =>
  startRun(night.demo.client, { job: "selection", selection, full: false, ingestion });

async function failed(night: TestDemo): Promise<Scene> {
  await night.fault([{ table: "clients", kind: "200-error-envelope" }]);
  const run = await begin(night, "clients and kind:table");
  await awaitRun(night.demo.client, run).catch(() => undefined);
  return { name: "failed", workflowIds: [run, workflowId.extract(run, "clients"), workflowId.asset("clients")] };
}

async function replayed(night: TestDemo): Promise<Scene> {
  const id = workflowId.replay("payments", "recorded");
  await night.demo.client.workflow.execute("replayQuarantine", {
    workflowId: id,
    taskQueue: queue.control,
    args: [{ table: "payments" }],
  });
  return { name: "replayed", workflowIds: [id] };
}

async function byEvent(night: TestDemo): Promise<Scene> {
  await night.advance(24);
  const run = await begin(night, "payments and kind:table", "event");
  await awaitRun(night.demo.client, run);
  return { name: "event", workflowIds: [run, await ingestionOf(night, "payments")] };
}

async function dropped(night: TestDemo): Promise<Scene> {
  const [client] = night.demo.ponton.world.shelf("clients").sorted();
  const body = JSON.stringify([{ ...client, last_name: "Exemple", updated_at: "2026-09-30T10:00:00.000+00:00" }]);
  const before = await ingestionOf(night, "clients");
  await bucketOf(night).put("inbox/clients/recorded.json", new TextEncoder().encode(body));
  await until("the dropped file is ingested", async () => (await ingestionOf(night, "clients")) !== before, 240_000);
  const id = await ingestionOf(night, "clients");
  await night.demo.client.workflow.getHandle(id).result();
  return { name: "dropped", workflowIds: [id] };
}

/** The dropped file changed a client: a mart that depends on it was brought up to date by itself. */
async function automated(night: TestDemo): Promise<Scene> {
  const mart = "visits_daily";
  const query = `WorkflowType = "assetRun" and SillageJob = "auto-${mart}" and ExecutionStatus = "Completed"`;
  const runs: string[] = [];
  await until(`${mart} was built by itself`, async () => {
    for await (const { workflowId } of night.demo.client.workflow.list({ query })) runs.push(workflowId);
    return runs.length > 0;
  });
  return { name: "automated", workflowIds: [runs[0] ?? "", workflowId.asset(mart)] };
}

async function paused(night: TestDemo): Promise<Scene> {
  const entity = workflowId.asset("gift_cards");
  await night.demo.client.workflow.getHandle(entity).signal("pause", by);
  const run = await begin(night, "gift_cards and kind:table");
  await awaitRun(night.demo.client, run);
  await night.demo.client.workflow.getHandle(entity).signal("resume", by);
  return { name: "paused", workflowIds: [run, workflowId.extract(run, "gift_cards"), entity] };
}

async function waited(night: TestDemo): Promise<Scene> {
  const { run, giveBack } = await heldUp(night, "sites");
  await giveBack();
  await awaitRun(night.demo.client, run);
  return { name: "waited", workflowIds: [workflowId.extract(run, "sites"), workflowId.asset("sites")] };
}

async function cancelled(night: TestDemo): Promise<Scene> {
  const { run, giveBack } = await heldUp(night, "products");
  await night.demo.client.workflow.getHandle(run).cancel();
  await awaitRun(night.demo.client, run).catch(() => undefined);
  await giveBack();
  return {
    name: "cancelled",
    workflowIds: [run, workflowId.extract(run, "products"), workflowId.asset("products")],
  };
}

async function operated(night: TestDemo): Promise<Scene> {
  const { run, giveBack } = await heldUp(night, "bookings");
  const { workflow } = night.demo.client;
  const [walk, entity] = [workflow.getHandle(run), workflow.getHandle(workflowId.asset("bookings"))];
  await walk.executeUpdate("setConcurrency", { args: [{ ...by, concurrency: 2 }] });
  await walk.signal("setConcurrency", { concurrency: 99 });
  await giveBack();
  await awaitRun(night.demo.client, run);
  await entity.executeUpdate("pauseAsset", { args: [by] });
  await entity.signal("pause", { who: 7 });
  await entity.executeUpdate("resumeAsset", { args: [by] });
  const { mark } = await entity.query<AssetView>("getCursor");
  await entity.executeUpdate("setWatermark", { args: [{ ...by, mark: mark.watermark ?? "" }] });
  return { name: "operated", workflowIds: [run, workflowId.asset("bookings")] };
}

/** A backfill of a table and a mart, paused, widened and resumed. */
async function steered(night: TestDemo): Promise<Scene> {
  const id = await beginBackfill(night, "bookings or visits_daily");
  const handle = night.demo.client.workflow.getHandle(id);
  for (const [signal, ...args] of [
    ["pause"],
    ["pause", by],
    ["setConcurrency", { ...by, concurrency: "many" }],
    ["setConcurrency", { ...by, concurrency: 4 }],
    ["resume", by],
  ] as const)
    await handle.signal(signal, ...args);
  await handle.executeUpdate("setConcurrency", { args: [{ ...by, concurrency: 3 }] });
  await handle.result();
  return { name: "steered", workflowIds: [id, workflowId.window(id, "visits_daily", 0)] };
}

async function stopped(night: TestDemo): Promise<Scene> {
  const id = await beginBackfill(night, "bookings");
  const handle = night.demo.client.workflow.getHandle(id);
  await handle.signal("cancel", by);
  await handle.result();
  return { name: "stopped", workflowIds: [id, workflowId.window(id, "bookings", 0)] };
}

/** A backfill that was terminated, done again under its id: it asks how windows of before ended, and measures checks at last. */
async function retried(night: TestDemo): Promise<Scene> {
  const id = await beginBackfill(night, "bookings");
  const { workflow } = night.demo.client;
  const first = workflow.getHandle(id);
  await until("a window is done", async () => {
    const { tracks } = await first.query<BackfillProgress>("progress");
    return tracks.some(({ done }) => done > 0);
  });
  await first.terminate("a recording");
  const { ingestion } = night.demo;
  const again = { ...backfillOf("bookings"), retry: true, ingestion };
  const handle = await workflow.start("backfill", { workflowId: id, taskQueue: queue.control, args: [again] });
  await handle.result();
  const { tracks } = await handle.query<BackfillProgress>("progress");
  const last = (tracks[0]?.windows ?? 0) - 1;
  return { name: "retried", workflowIds: [id, workflowId.window(id, "bookings", last)] };
}

/** A table of which rows changed without telling: a share of its history is read again, differs, and is merged. */
async function readAgain(night: TestDemo): Promise<Scene> {
  const shelf = night.demo.ponton.world.shelf("bookings");
  for (const row of [...shelf.sorted()].slice(0, 3)) shelf.put({ ...row, cancel_reason: "lost" });
  await night.advance(24);
  const run = await begin(night, "bookings and kind:table");
  await awaitRun(night.demo.client, run);
  return { name: "reread", workflowIds: [run] };
}

/** Runs of the jobs that read nothing new: one reads history again, the other compares ids. */
async function lookedAfter(night: TestDemo): Promise<readonly Scene[]> {
  await night.advance(24);
  const drift = await night.run("drift");
  const reconcile = await night.run("reconcile");
  return [
    { name: "drift", workflowIds: [drift.runId] },
    { name: "reconcile", workflowIds: [reconcile.runId] },
  ];
}

/** A sensor that starts a run, is paused, set back and resumed, whose looks fail until somebody is told, and go well again. */
async function polledAndHeld(night: TestDemo): Promise<Scene> {
  const id = workflowId.sensor("communes_file");
  const sensor = night.demo.client.workflow.getHandle(id);
  const state = () => sensor.query<PollingStateV1>("sensor");
  night.demo.ponton.publish(new Date("2026-11-01T00:00:00Z"));
  await sensor.signal("poll");
  await until("it started a run", async () => (await state()).started === 1);
  // The run reads the file that the looks are to be refused.
  for (const { run } of (await state()).runs) await awaitRun(night.demo.client, run);
  await sensor.executeUpdate("pauseSensor", { args: [by] });
  await sensor.signal("reset", { ...by, cursor: 7 });
  await sensor.signal("reset", { ...by, cursor: null });
  await sensor.executeUpdate("resumeSensor", { args: [by] });
  await until("it looked again", async () => (await state()).cursor !== null);
  await night.fault([{ table: "communes.csv", kind: "403", times: 3 }]);
  for (const failures of [1, 2, 3, 0]) {
    await sensor.signal("poll");
    await until(`${failures} looks failed`, async () => (await state()).failures === failures);
  }
  await until("the end was told", async () => (await state()).notices?.length === 0);
  return { name: "polled", workflowIds: [id] };
}

const backfillOf = (selection: string) => ({
  request: { selection, from: "2024-01-01", to: null, windowMs: 90 * 86_400_000 },
  concurrency: 2,
  queue: false,
  retry: false,
});

const beginBackfill = (night: TestDemo, selection: string) =>
  startBackfill(night.demo.client, { ...backfillOf(selection), ingestion: night.demo.ingestion });

/** A run that waits for a table whose cursor somebody else holds, and how to give it back. */
async function heldUp(night: TestDemo, table: string) {
  const entities = createTemporalEntities(() => night.demo.client);
  const holder = workflowId.landingSensor;
  const request = { holder, placeMs: 1_800_000 };
  const granted = await entities.acquire(table, request, randomUUID());
  if (!granted.granted) throw new Error(`${table} is not free`);
  const run = await begin(night, `${table} and kind:table`);
  const state = () => night.demo.client.workflow.getHandle(workflowId.asset(table)).query<AssetView>("getCursor");
  await until(`${run} waits for ${table}`, async () => (await state()).waiting.length === 1);
  const giveBack = () => entities.release(table, { holder, fence: granted.fence, outcome: "landed" }, randomUUID());
  return { run, giveBack };
}

/** The ingestion of a table that was started last. */
async function ingestionOf(night: TestDemo, table: string): Promise<string> {
  const query = `WorkflowType = "ingestLoad" and SillageAsset = "${table}"`;
  for await (const { workflowId } of night.demo.client.workflow.list({ query })) return workflowId;
  throw new Error(`${table} was never ingested`);
}
