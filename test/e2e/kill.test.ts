import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { readManifest } from "../../activities/manifests.ts";
import { readingTables, type TableReading } from "../../cli/reading-tables.ts";
import { bucketOf } from "../harness/bucket-of.ts";
import { testDemo, until, type TestDemo } from "../harness/demo.ts";
import { killRuntime } from "../harness/kill-runtime.ts";

let night: TestDemo;
afterEach(() => night.stop());

const store = () => bucketOf(night);
const landed = async (): Promise<readonly string[]> => {
  const keys: string[] = [];
  for await (const { key } of store().list("v1/ponton/")) keys.push(key);
  return keys;
};
/** The attempts that wrote the parts which a manifest names. */
async function attemptsOf(manifestKey: string): Promise<ReadonlySet<string>> {
  const { manifest } = await readManifest(store(), manifestKey);
  return new Set(manifest.parts.map(({ key }) => /a(?<attempt>\d+)\.jsonl/.exec(key)?.groups?.["attempt"] ?? ""));
}

/** How far the extractions are that have not ended, as somebody who follows their run is told. */
async function readings(): Promise<readonly TableReading[]> {
  const { client } = night.demo;
  const told: TableReading[] = [];
  for await (const { workflowId } of client.workflow.list({
    query: "WorkflowType = 'extractTable' and ExecutionStatus = 'Running'",
  })) {
    const [run = "", table = ""] = workflowId.split("/extract/");
    told.push(...(await readingTables(client, run, [table])));
  }
  return told;
}

/** Requests a second to the vendor. */
const setRate = (requestsPerSecond: number): Promise<unknown> =>
  night.demo.control(
    "setSourceRate",
    { source: "ponton", requestsPerSecond },
    { id: randomUUID(), at: new Date().toISOString(), who: "Ada Exemple", why: "a trial" },
  );

/** Whether Temporal knows of a part that an extraction landed which has not ended. */
async function isOnItsWay(): Promise<boolean> {
  const { workflow } = night.demo.client;
  for await (const { workflowId } of workflow.list({
    query: "WorkflowType = 'extractTable' and ExecutionStatus = 'Running'",
  })) {
    const { raw } = await workflow.getHandle(workflowId).describe();
    const told = (raw.pendingActivities ?? []).flatMap(({ heartbeatDetails }) => heartbeatDetails?.payloads ?? []);
    if (told.some(({ data }) => Buffer.from(data ?? []).includes("/part-"))) return true;
  }
  return false;
}

test("a runtime killed −9 in the middle of an extraction resumes at its page, and the tables equal the ledger", async () => {
  night = await testDemo({ volume: "small", environment: { PART_BYTES: "20000" } });
  // So slow that no extraction of several pages ends between being seen and being killed.
  await setRate(10);
  const running = night.run("initial");
  await until("an extraction on its way has told which parts it landed", isOnItsWay);
  await until("who follows the run is told of rows and bytes that were read", async () =>
    (await readings()).some(({ rows, bytes }) => rows > 0 && bytes > 0),
  );
  await killRuntime(night);
  await setRate(100);
  const result = await running;
  expect(night.demo.runtime.process.restarts()).toBe(1);
  const manifests = (await landed()).filter((key) => key.endsWith("/_manifest.json"));
  const resumed = (await Promise.all(manifests.map(attemptsOf))).filter((attempts) => attempts.size > 1);
  expect(resumed.length).toBeGreaterThan(0);
  expect(result.steps.map((step) => step.state)).not.toContain("failed");
  expect(await night.unequal()).toEqual([]);
});

test("a runtime killed −9 in the middle of an ingestion loads every row once", async () => {
  night = await testDemo({ volume: "small" });
  for (const lane of ["default", "merge"])
    await night.demo.control("setThrottle", lane, { enabled: true, bytesPerSecond: 300_000 });
  const running = night.run("initial");
  await until("a load is staged in part", async () => {
    const loads = await night.demo.control<readonly { staged: number; expected: number }[]>("openLoads");
    return loads.some((load) => load.staged > 200 && load.staged < load.expected);
  });
  await killRuntime(night);
  for (const lane of ["default", "merge"]) await night.demo.control("setThrottle", lane, { enabled: false });
  const result = await running;
  expect(result.steps.map((step) => step.state)).not.toContain("failed");
  expect(await night.unequal()).toEqual([]);
});

test("runtimes killed again and again at odd moments lose and double nothing", async () => {
  night = await testDemo({ environment: { PART_BYTES: "5000" } });
  const running = night.run("initial");
  for (const wait of [700, 1_900, 3_100]) {
    await sleep(wait);
    await killRuntime(night);
  }
  const result = await running;
  expect(result.steps.map((step) => step.state)).not.toContain("failed");
  expect(await night.unequal()).toEqual([]);
});
