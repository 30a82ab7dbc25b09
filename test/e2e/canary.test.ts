import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { isOpen } from "../../core/spec/column.ts";
import { backfilled, databaseRefuses, vaultAway, whileKilled } from "../harness/canary-branches.ts";
import { changeMarked, dropClear, markVendor } from "../harness/canary-night.ts";
import { requestsAnswered } from "../harness/canary-requests.ts";
import { freePort } from "../../dev/stack/ports.ts";
import { findMarkers, stores, type Findings, type StoreName } from "../harness/canary-stores.ts";
import { testDemo, type TestDemo } from "../harness/demo.ts";
import { heartbeatsUntil } from "../harness/heartbeats.ts";
import { markerScan } from "../harness/marker-scan.ts";
import { PersonalMarkers } from "../harness/personal-markers.ts";
import { personalShapes } from "../harness/personal-shapes.ts";
import { sessionKey } from "../harness/signed-in.ts";
import { tellingCauses } from "../harness/telling-causes.ts";

const markers = new PersonalMarkers();
let night: TestDemo;
let findings: Findings;
let heartbeats: Uint8Array;
let metrics: Uint8Array;

const storeNamed = (name: string): StoreName =>
  Object.keys(stores).find((store): store is StoreName => store === name) ?? "the logs";

beforeAll(
  tellingCauses("the night of the canaries", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "sillage-canary-"));
    const metricsPort = await freePort(0);
    const temporary = join(dataDir, "temporary");
    await mkdir(temporary);
    night = await testDemo({
      dataDir,
      environment: {
        LANDING_GRACE_SECONDS: "2",
        LANDING_LIST_SECONDS: "5",
        PART_BYTES: "40000",
        METRICS_ADDRESS: `127.0.0.1:${metricsPort}`,
        TMPDIR: temporary,
        SESSION_KEY: sessionKey.toString("base64"),
      },
    });
    markVendor(night, markers);
    await night.fault([
      { table: "clients", kind: "truncated-body" },
      { table: "bookings", kind: "bad-gzip" },
      { table: "orders", kind: "500-html" },
      // A page that takes seconds: the cursor after the first one gets into a heartbeat.
      { table: "clients", kind: "504-slow", nth: 2, delayMs: 4_000 },
    ]);
    heartbeats = await heartbeatsUntil(night.demo.client, night.run("initial"));
    await night.fault([
      { table: "clients", kind: "200-error-envelope" },
      { table: "payments", kind: "200-login-page" },
    ]);
    await night.run("selection", { selection: "clients or payments" }).catch(() => undefined);
    changeMarked(night, markers);
    await night.advance(24);
    await whileKilled(night, night.run("nightly"));
    await backfilled(night, "clients");
    await vaultAway(night);
    const refused = await databaseRefuses(night, markers);
    expect(refused.filter((told) => told.endsWith("it was taken"))).toEqual([]);
    const answered = await requestsAnswered(night, markers);
    const { staying, said } = await dropClear(night, markers);
    metrics = Buffer.from(await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).arrayBuffer());
    findings = await findMarkers(night, markers, {
      staying,
      said: Buffer.concat([said, answered, Buffer.from(refused.join("\n"))]),
    });
  }),
  1_200_000,
);
afterAll(async () => {
  await night.stop();
  await rm(night.dataDir, { recursive: true, force: true });
});

const marked = [...deployment.graph.spec.tables].flatMap((table) =>
  table.columns.filter((column) => !isOpen(column)).map((column) => `${table.key}.${column.name}`),
);

test.each(marked)("%s was marked at the vendor and changed there", (column) => {
  const what = [...markers.all.values()].map((known) => known.replace(/:.*$/, ""));
  expect(what).toEqual(expect.arrayContaining([`${column} at the vendor`, `${column} changed at the vendor`]));
});

test.each(Object.entries(stores))("no marker is in clear in %s, but the control of %s is found", (store, part) => {
  const control = expect.stringContaining(`the control of ${part}:`);
  expect(findings.inStores.get(storeNamed(store))).toEqual([control, control]);
});

test.each(Object.entries(stores))(
  "nobody's address, number or account is in %s, but that of its control",
  (store, part) => {
    const control = [...markers.all].find(
      ([value, what]) => what.startsWith(`the control of ${part}:`) && value.includes("@"),
    );
    const seen = (findings.shapes.get(storeNamed(store)) ?? []).map((shape) => shape.replace("%40", "@").toLowerCase());
    expect(seen).toEqual([`e-mail ${control?.[0]}`]);
  },
);

test("every operation of the API and every page answered as it should: nothing was passed over unseen", () => {
  expect(findings.unfit).toEqual([]);
});

test("no marker and nobody's address is in the metrics, which count what was done", () => {
  expect(Buffer.from(metrics).toString("utf8")).toMatch(/^temporal_/m);
  expect([...markerScan(markers.all)(metrics), ...personalShapes(metrics)]).toEqual([]);
});

test("no marker is in a heartbeat, where the cursor after a page of clients was kept", () => {
  const text = Buffer.from(heartbeats).toString("utf8");
  expect(text).toMatch(/ponton\/clients\/.*"cursor":\{[^}]*"kind":"sealed"/);
  expect(markerScan(markers.all)(heartbeats)).toEqual([]);
});

test("objects that are refused hold in clear what their makers put there, and are found where they lie", () => {
  expect(findings.inStaying.size).toBe(10);
  expect([...findings.inStaying.values()].filter((found) => found.length === 0)).toEqual([]);
});
