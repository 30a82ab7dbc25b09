import { afterAll, beforeAll, expect, test } from "vitest";
import { ulid } from "../../activities/adapters/ulid.ts";
import { atMost } from "../../core/at-most.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import type { LandingFigures } from "../../workflows/contracts/sensor-messages.ts";
import { bucketOf } from "../harness/bucket-of.ts";
import { testDemo, until, type TestDemo } from "../harness/demo.ts";
import { landLines } from "../harness/land-lines.ts";
import { loadsOf } from "../harness/landing.ts";
import { tellingCauses } from "../harness/telling-causes.ts";

/** Files and manifests that are landed, and the events that are posted of them and of others. */
const landed = { files: 100, manifests: 20 };
const storm = { events: 10_000, foreign: 1_000, unknownTables: 500 };

let night: TestDemo;
beforeAll(
  tellingCauses("the night of a storm", async () => {
    night = await testDemo({ environment: { LANDING_LIST_SECONDS: "20", LANDING_GRACE_SECONDS: "0" } });
  }),
);
afterAll(() => night.stop());

const sensor = () => night.demo.client.workflow.getHandle(workflowId.landingSensor);
const figures = () => sensor().query<LandingFigures>("figures");
const board = async () =>
  (await sensor().query<{ readonly currentDetails?: string }>("__temporal_workflow_metadata")).currentDetails ?? "";

async function post(keys: readonly { readonly bucket: string; readonly key: string }[]): Promise<number> {
  const body = JSON.stringify({
    Records: keys.map(({ bucket, key }) => ({
      eventName: "ObjectCreated:Put",
      s3: { bucket: { name: bucket }, object: { key } },
    })),
  });
  return (await fetch(night.demo.runtime.listening.eventUrl ?? "", { method: "POST", body })).status;
}

/** One made-up day at a base, another for each number. */
const dayOf = (number: number): string => new Date(Date.UTC(2015, 0, 1 + number)).toISOString().slice(0, 10);
const created = "2014-07-01T05:00:00Z";

const fileOf = (number: number): Uint8Array =>
  new TextEncoder().encode(`site_id,date,open,created_at,updated_at\n1,${dayOf(number)},true,${created},${created}\n`);

async function land(): Promise<readonly string[]> {
  const bucket = bucketOf(night);
  const keys: string[] = [];
  for (let at = 0; at < landed.files; at++) {
    keys.push(`inbox/site_days/storm-${at}.csv`);
    await bucket.put(keys.at(-1) ?? "", fileOf(at));
  }
  for (let at = 0; at < landed.manifests; at++) {
    const date = dayOf(landed.files + at);
    const row = { siteId: 1, date, open: true, createdAt: created, updatedAt: created, _h: `${at}`.padStart(32, "0") };
    const landing = { loadId: ulid(Date.now()), source: "ponton", table: "site_days", t0: new Date().toISOString() };
    keys.push((await landLines(bucket, { ...landing, parts: [[row]] })).key);
  }
  return keys;
}

test("10,000 events, most of them told before and some of strangers, give each load once under short histories", async () => {
  const keys = [...(await land())];
  const told = Array.from({ length: storm.events }, (_, at) => {
    if (at % (storm.events / storm.foreign) === 0)
      return at % 20 === 0 ? { bucket: "another", key: keys[0] ?? "" } : { bucket: "sillage", key: `stranger/${at}` };
    if (at % (storm.events / storm.unknownTables) === 1)
      return { bucket: "sillage", key: `v1/ponton/nothing/dt=2026-01-01/load=${ulid(0)}/_manifest.json` };
    return { bucket: "sillage", key: keys[at % keys.length] ?? "" };
  });
  const sending = atMost(200);
  const answers = await Promise.all(told.map((event) => sending(() => post([event]))));
  expect(new Set(answers)).toEqual(new Set([202]));
  // What came of the last events waits in the API for the next object.
  const last = "inbox/site_days/last.csv";
  await bucketOf(night).put(last, fileOf(landed.files + landed.manifests));
  expect(await post([{ bucket: "sillage", key: last }])).toBe(202);
  keys.push(last);
  await until(
    "every load is merged",
    async () => (await loadsOf(night)).filter(({ state }) => state === "merged").length >= keys.length,
    240_000,
  );
  const loads = await loadsOf(night);
  expect(loads.map(({ state, merged }) => [state, merged])).toEqual(keys.map(() => ["merged", 1]));
  const seen = await figures();
  expect(seen.foreign).toBe(storm.foreign);
  // The bucket's own server told of each object too.
  expect(seen.events).toBeGreaterThanOrEqual(storm.events);
  expect(seen.started).toBe(keys.length);
  const lengths: number[] = [];
  for await (const run of night.demo.client.workflow.list({ query: `WorkflowId = "${workflowId.landingSensor}"` }))
    lengths.push(run.historyLength ?? 0);
  process.stdout.write(`sensor histories ${lengths.join(", ")}: ${JSON.stringify(seen)}\n`);
  expect(Math.max(...lengths, seen.longestHistory)).toBeLessThan(2_500);
}, 400_000);

test("a signal with a wrong argument is refused on the board, and the sensor goes on", async () => {
  const { started } = await figures();
  for (const wrong of [undefined, null, 7, { key: 1 }, { key: "inbox/site_days/x.csv" }])
    await sensor().signal("objectCreated", wrong);
  expect(await board()).toContain(
    "**The last `objectCreated` was refused:** its argument is not as its description says.",
  );
  await sensor().signal("objectsCreated", { objects: [null], duplicates: 0, foreign: 0, gone: 0 });
  expect(await board()).toContain("**The last `objectsCreated` was refused:**");
  const key = "inbox/site_days/after.csv";
  await bucketOf(night).put(key, fileOf(landed.files + landed.manifests + 1));
  await until("the file is loaded", async () => (await figures()).started > started, 90_000);
}, 120_000);
