import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ActivityDeps } from "../../activities/deps.ts";
import { PartWriter } from "../../activities/part-writer.ts";
import type { ApiRecord, LandedRow } from "../../core/landed-row.ts";
import { manifestKey } from "../../core/load-keys.ts";
import type { Manifest } from "../../core/manifest.ts";
import type { Database } from "../../core/ports/database.ts";
import type { ObjectStore } from "../../core/ports/object-store.ts";
import { openDatabase } from "../../db/open-database.ts";
import { createOpener } from "../../pii/create-opener.ts";
import { createSealer } from "../../pii/create-sealer.ts";
import { gateRow } from "../../pii/gate.ts";
import { localKek } from "../../pii/kek/local.ts";
import { sampleTable } from "../contracts/sample-orders.ts";
import { memoryIdentityStore } from "../fakes/memory-identity-store.ts";
import { memoryObjectStore } from "../fakes/memory-object-store.ts";
import { peopleDeployment } from "../fakes/people-deployment.ts";

/** What ingestion's activities run on in a test: an embedded database, objects in memory, real sealing. */
export type TestIngestion = {
  readonly deps: Omit<ActivityDeps, "reader" | "entities">;
  readonly database: Database;
  readonly store: ObjectStore;
  /** Land lines of a table as an extraction does, one part a list; `over` replaces fields of the manifest. */
  readonly land: (options: {
    readonly loadId: string;
    readonly table?: string;
    readonly parts: readonly (readonly LandedRow[])[];
    readonly over?: Partial<Manifest>;
  }) => Promise<{ readonly key: string; readonly manifest: Manifest }>;
  readonly seal: (table: string, records: readonly ApiRecord[]) => Promise<readonly LandedRow[]>;
};

/** The instant that the test's clock tells, and the T0 of what it lands. */
export const testNow = "2026-11-24T02:00:00.000Z";

/** Open one. Close its database afterwards. */
export async function testIngestion(): Promise<TestIngestion> {
  const database = await openDatabase({ memory: true }, peopleDeployment);
  await database.migrate();
  for (const lane of ["default", "merge"]) await database.setThrottle(lane, { enabled: false });
  const store = memoryObjectStore();
  const kek = await localKek(join(await mkdtemp(join(tmpdir(), "sillage-")), "keys"));
  const made = { identity: memoryIdentityStore(), kek, deployment: "test" };
  const sealer = createSealer(made);
  const { graph, zone, lookups } = peopleDeployment;
  return {
    deps: {
      graph,
      zone,
      lookups,
      store,
      database,
      sealer,
      opener: createOpener(made),
      gate: gateRow,
      clock: { now: () => new Date(testNow) },
      partBytes: 1_000_000,
      maxVanishedShare: 0.05,
      landingGraceMs: 0,
      quarantine: { share: 0.001, rows: 2 },
    },
    database,
    store,
    land: (options) => landLines(store, options),
    seal: async (table, records) => (await sealer.sealPage(sampleTable(table), records, new Map())).rows,
  };
}

async function landLines(
  store: ObjectStore,
  { loadId, table = "orders", parts, over }: Parameters<TestIngestion["land"]>[0],
): ReturnType<TestIngestion["land"]> {
  const folder = { source: "shop", table, day: testNow.slice(0, 10), loadId };
  const writer = new PartWriter({ store, folder, fence: 1, attempt: 1, partBytes: 1 }, []);
  for (const rows of parts) {
    writer.add(rows);
    await writer.flush();
  }
  const rows = parts.flat();
  const manifest: Manifest = {
    v: 1,
    loadId,
    source: "shop",
    table,
    schema: "",
    origin: "run",
    pass: "incremental",
    since: null,
    t0: testNow,
    elapsedMs: 0,
    maxSeen: null,
    pages: 1,
    requests: 1,
    rows: rows.length,
    misfits: rows.filter((row) => "_misfit" in row).length,
    erased: 0,
    unknownFields: [],
    verified: true,
    parts: writer.parts,
    next: {},
    workflowId: "",
    runId: "",
    ...over,
  };
  const key = manifestKey(folder);
  await store.put(key, new TextEncoder().encode(JSON.stringify(manifest)));
  return { key, manifest };
}
