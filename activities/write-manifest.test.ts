import { expect, test } from "vitest";
import { assetGraph } from "../core/graph/asset-graph.ts";
import { memoryObjectStore } from "../test/fakes/memory-object-store.ts";
import { specOf, tableOf } from "../test/fakes/specs.ts";
import { readManifest } from "./manifests.ts";
import { createWriteManifest } from "./write-manifest.ts";

const graph = assetGraph(specOf({ tables: [tableOf("things")] }));
const clock = { now: () => new Date("2026-11-24T02:00:00.000Z") };
const pass = {
  table: "things",
  loadId: "01JWRITEMANIFEST0000000000",
  day: "2026-11-24",
  fence: 0,
  mark: {},
  pass: "full",
  since: null,
  version: null,
  until: "2026-11-25T02:00:00.000Z",
} as const;
const landed = {
  parts: [],
  rows: 1,
  misfits: 0,
  erased: 0,
  pages: 1,
  requests: 2,
  maxSeen: "2026-11-24T01:00:00.000Z",
  maxVersion: null,
  beyond: 4,
  missing: 3,
  t0: "2026-11-24T01:59:00.000Z",
  elapsedMs: 1_000,
  unknownFields: [],
  verified: true,
};

/** What a manifest says, and the keys of all that was put. */
async function written(origin?: "backfill") {
  const store = memoryObjectStore();
  const write = createWriteManifest({ graph, store, clock });
  const { key, mark } = await write({
    pass: { ...pass, ...(origin && { origin }) },
    landed,
    workflowId: "w",
    runId: "r",
  });
  const keys = (await Array.fromAsync(store.list(""))).map((object) => object.key);
  return { mark, keys, manifest: (await readManifest(store, key)).manifest };
}

test("a pass moves the mark and the time stamp file", async () => {
  const { mark, keys, manifest } = await written();
  expect(mark).toEqual({ watermark: "2026-11-24T00:59:59.000Z", lastFull: landed.t0 });
  expect(manifest).toMatchObject({ source: "shop", origin: "run", pages: 1, requests: 2, next: mark });
  expect(manifest).toMatchObject({
    window: { since: null, until: pass.until, overlap: expect.any(Number), filter: "none" },
    drift: { missing: 3, beyond: 4 },
  });
  expect(keys).toEqual(["state/things.json", `v1/shop/things/dt=2026-11-24/load=${pass.loadId}/_manifest.json`]);
});

test("a backfill's window is landed apart, under its own origin; the mark and the time stamp file stay", async () => {
  const { mark, keys, manifest } = await written("backfill");
  expect(mark).toEqual({});
  expect(manifest).toMatchObject({ source: "backfill", origin: "backfill", from: {}, next: {} });
  expect(keys).toEqual([`v1/backfill/things/dt=2026-11-24/load=${pass.loadId}/_manifest.json`]);
});
