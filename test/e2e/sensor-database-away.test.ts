import { ApplicationFailure } from "@temporalio/common";
import { Worker } from "@temporalio/worker";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Activities } from "../../activities/index.ts";
import type { Incident } from "../../core/automation/incident.ts";
import type { Notice } from "../../core/ports/alerts.ts";
import type { SensorMirror } from "../../core/ports/sensors.ts";
import { workflowBundle } from "../../worker/bundle.ts";
import { queue } from "../../workflows/contracts/ids.ts";
import type { PollingInput, PollingStateV1 } from "../../workflows/contracts/polling.ts";
import { until } from "../harness/demo.ts";
import { testTemporal } from "../harness/temporal.ts";

/** A database that refuses its login, and what it holds of the sensor. */
const database = { refuses: true, saved: [] as SensorMirror[] };
const cursors: (string | null)[] = [];
const source = { fails: true, answers: Promise.resolve() };
/** Where incidents are told, and whether it answers. */
const webhook = { answers: Promise.resolve() };
const notices: Notice[] = [];
const kept: Incident[] = [];

function refuse(): void {
  if (database.refuses) throw ApplicationFailure.nonRetryable("The database refuses the login.", "db.login-refused");
}
const activities = {
  async recoverSensor() {
    refuse();
    return null;
  },
  async pollSensor({ name, cursor }) {
    if (name === "broken" && source.fails)
      throw ApplicationFailure.nonRetryable("The source is down.", "sensor.failed");
    cursors.push(cursor);
    await source.answers;
    return { cursor: "seen", wanted: [], repeated: 0 };
  },
  recordAudit: async () => undefined,
  async keepRecord(record) {
    if (record.kind === "incident") kept.push(record.incident);
  },
  async deliverNotice(notice) {
    await webhook.answers;
    notices.push(notice);
  },
  async saveSensor({ mirror }) {
    refuse();
    database.saved.push(mirror);
  },
} satisfies Partial<Activities>;

let env: Awaited<ReturnType<typeof testTemporal>>;
let worker: Worker;
let running: Promise<void>;
beforeAll(async () => {
  env = await testTemporal();
  const options = { connection: env.nativeConnection, taskQueue: queue.control, activities };
  worker = await Worker.create({ ...options, workflowBundle: await workflowBundle() });
  running = worker.run();
});
afterAll(async () => {
  worker.shutdown();
  await running;
  await env.teardown();
});

test("a sensor whose database refuses its login looks again later, and goes on from its cursor once it is let in", async () => {
  const input: PollingInput = { name: "file", everyMs: 3_600_000, ingestion: "run" };
  const options = { workflowId: "sensor/file", taskQueue: queue.control, args: [input] };
  const sensor = await env.client.workflow.start("pollingSensor", options);
  const state = () => sensor.query<PollingStateV1>("sensor");
  await until("it failed to recover", async () => (await state()).failures === 1);
  expect(await state()).toMatchObject({ health: "failing", failure: "The database refuses the login." });
  expect(cursors).toEqual([]);
  database.refuses = false;
  await sensor.signal("poll");
  await until("its look was kept", async () => database.saved.length === 1);
  expect(await state()).toMatchObject({ cursor: "seen", failures: 0, polls: 1 });

  database.refuses = true;
  await sensor.signal("reset", { cursor: "older", who: "Ada Exemple", why: "a trial" });
  await until("a look could not be kept", async () => (await state()).failures === 1);
  expect(await state()).toMatchObject({ cursor: "older", health: "failing", polls: 2 });
  database.refuses = false;
  await sensor.signal("poll");
  await until("it was kept", async () => database.saved.length === 2);
  expect(database.saved.at(-1)).toMatchObject({ cursor: "seen", failures: 0 });
  expect(cursors).toEqual([null, "older", "older"]);
  expect((await sensor.describe()).status.name).toBe("RUNNING");
});

test("three looks that fail one after another are told once, a webhook that is away holds no look up, and the next look that goes well is told too", async () => {
  let open = (): void => undefined;
  webhook.answers = new Promise((resolve) => (open = resolve));
  const input: PollingInput = { name: "broken", everyMs: 3_600_000, ingestion: "run" };
  const options = { workflowId: "sensor/broken", taskQueue: queue.control, args: [input] };
  const sensor = await env.client.workflow.start("pollingSensor", options);
  const state = () => sensor.query<PollingStateV1>("sensor");
  for (const failures of [1, 2, 3, 4]) {
    await until(`look ${failures} failed`, async () => (await state()).failures === failures);
    await sensor.signal("poll");
  }
  await until("it looked once more", async () => (await state()).failures === 5);
  expect(notices).toEqual([]);
  open();
  await until("somebody was told", async () => notices.length === 1);
  source.fails = false;
  await sensor.signal("poll");
  await until("somebody was told of the end", async () => notices.length === 2);
  expect(notices).toMatchObject([
    { event: "opened", incident: { asset: "sensor/broken", why: expect.stringContaining("3 looks failed") } },
    { event: "recovered", incident: { closedAt: expect.any(String) } },
  ]);
  await until("nothing is left to tell", async () => (await state()).notices?.length === 0);
  expect(await state()).toMatchObject({ failures: 0, incident: null, notices: [] });
  const isTold = ({ toldAt }: Incident) => toldAt !== null;
  const isClosed = ({ closedAt }: Incident) => closedAt !== null;
  expect(kept.map((one) => [one.asset, isClosed(one), isTold(one)])).toEqual([
    ["sensor/broken", false, false],
    ["sensor/broken", false, true],
    ["sensor/broken", true, false],
    ["sensor/broken", true, true],
  ]);
});

test("a look that somebody asks for while one is made is made after it, once", async () => {
  let answer = (): void => undefined;
  source.answers = new Promise((resolve) => (answer = resolve));
  const input: PollingInput = { name: "asked", everyMs: 3_600_000, ingestion: "run" };
  const options = { workflowId: "sensor/asked", taskQueue: queue.control, args: [input] };
  const before = cursors.length;
  const sensor = await env.client.workflow.start("pollingSensor", options);
  const state = () => sensor.query<PollingStateV1>("sensor");
  await until("it looks", async () => cursors.length === before + 1);
  await sensor.signal("poll");
  await sensor.signal("poll");
  await until("both are heard", async () => (await state()).nextAt === null);
  answer();
  await until("it looked again", async () => (await state()).polls === 2);
  await until("the next look is in an hour", async () => (await state()).nextAt !== null);
  expect(cursors.slice(before)).toEqual([null, "seen"]);
});
