import { afterAll, beforeAll, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { isOpen } from "../../core/spec/column.ts";
import { changeMarked, dropClear, markVendor } from "../harness/canary-night.ts";
import { findMarkers, stores, type Findings } from "../harness/canary-stores.ts";
import { testDemo, type TestDemo } from "../harness/demo.ts";
import { heartbeatsUntil } from "../harness/heartbeats.ts";
import { markerScan } from "../harness/marker-scan.ts";
import { PersonalMarkers } from "../harness/personal-markers.ts";
import { tellingCauses } from "../harness/telling-causes.ts";

const markers = new PersonalMarkers();
let night: TestDemo;
let findings: Findings;
let heartbeats: Uint8Array;

beforeAll(
  tellingCauses("the night of the canaries", async () => {
    night = await testDemo({
      environment: { LANDING_GRACE_SECONDS: "2", LANDING_LIST_SECONDS: "5", PART_BYTES: "40000" },
    });
    markVendor(night, markers);
    await night.fault([
      { table: "clients", kind: "truncated-body" },
      { table: "bookings", kind: "bad-gzip" },
      // A page that takes seconds: the cursor after the first one gets into a heartbeat.
      { table: "clients", kind: "504-slow", nth: 2, delayMs: 4_000 },
    ]);
    heartbeats = await heartbeatsUntil(night.demo.client, night.run("initial"));
    await night.fault([{ table: "clients", kind: "200-error-envelope" }]);
    await night.run("selection", { selection: "clients" }).catch(() => undefined);
    changeMarked(night, markers);
    await night.advance(24);
    await night.run("nightly");
    findings = await findMarkers(night, markers, await dropClear(night, markers));
  }),
);
afterAll(() => night.stop());

const marked = [...deployment.graph.spec.tables].flatMap((table) =>
  table.columns.filter((column) => !isOpen(column)).map((column) => `${table.key}.${column.name}`),
);

test.each(marked)("%s was marked at the vendor and changed there", (column) => {
  const what = [...markers.all.values()].map((known) => known.replace(/:.*$/, ""));
  expect(what).toEqual(expect.arrayContaining([`${column} at the vendor`, `${column} changed at the vendor`]));
});

test.each(Object.entries(stores))("no marker is in clear in %s, but the control of %s is found", (store, part) => {
  const found = new Map<string, readonly string[]>(findings.inStores).get(store);
  expect(found).toEqual([expect.stringContaining(`the control of ${part}:`)]);
});

test("no marker is in a heartbeat, where the cursor after a page of clients was kept", () => {
  const text = Buffer.from(heartbeats).toString("utf8");
  expect(text).toMatch(/ponton\/clients\/.*"cursor":\{[^}]*"kind":"sealed"/);
  expect(markerScan(markers.all)(heartbeats)).toEqual([]);
});

test("objects that are refused hold in clear what their makers put there, and are found where they lie", () => {
  expect(findings.inStaying.size).toBe(6);
  expect([...findings.inStaying.values()].filter((found) => found.length === 0)).toEqual([]);
});
