import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ActivityDeps } from "../../activities/deps.ts";
import { tableOf } from "../../activities/tables.ts";
import { columnFingerprint } from "../../core/column-fingerprint.ts";
import type { ApiRecord, LandedRow } from "../../core/landed-row.ts";
import type { Database } from "../../core/ports/database.ts";
import type { IdentityStore } from "../../core/ports/identity-store.ts";
import type { ObjectStore } from "../../core/ports/object-store.ts";
import { openDatabase } from "../../db/open-database.ts";
import { createOpener } from "../../pii/create-opener.ts";
import { createSealer } from "../../pii/create-sealer.ts";
import { keylessReveals } from "../../worker/keyless.ts";
import { createEpochRotation } from "../../pii/epoch-rotation.ts";
import { keylessErasures, keylessIndexRotation, keylessPersonRotation } from "../../worker/keyless.ts";
import { gateRow } from "../../pii/gate.ts";
import { localKek } from "../../pii/kek/local.ts";
import { sampleTable } from "../contracts/sample-orders.ts";
import { memoryErasureRequests } from "../fakes/memory-erasure-requests.ts";
import { memoryIdentityStore } from "../fakes/memory-identity-store.ts";
import { memoryMetrics } from "../fakes/memory-metrics.ts";
import { memoryObjectStore } from "../fakes/memory-object-store.ts";
import { peopleDeployment } from "../fakes/people-deployment.ts";
import { landLines, type LandedLines } from "./land-lines.ts";

/** What ingestion's activities run on in a test: an embedded database, objects in memory, real sealing. */
export type TestIngestion = {
  readonly deps: Omit<ActivityDeps, "reader" | "entities">;
  readonly database: Database;
  readonly store: ObjectStore;
  readonly identity: IdentityStore;
  /** Land lines of a table as an extraction does. */
  readonly land: (lines: LandedLines) => ReturnType<typeof landLines>;
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
      erasureRequests: memoryErasureRequests([]),
      retentions: peopleDeployment.retentions,
      erasures: keylessErasures,
      rotation: createEpochRotation(made.identity, kek),
      indexRotation: keylessIndexRotation,
      personRotation: keylessPersonRotation,
      bulkReveals: keylessReveals,
      clock: { now: () => new Date(testNow) },
      metrics: memoryMetrics(),
      partBytes: 1_000_000,
      maxVanishedShare: 0.05,
      sensors: new Map(),
      heads: { head: async () => ({ etag: null, lastModified: null }) },
      drift: { nights: 30, paused: false, maxShare: 0.05 },
      landingGraceMs: 0,
      ingestion: "run",
      alerts: undefined,
      runsKept: { runDays: 400, stepDays: 90 },
      quarantine: { share: 0.001, rows: 2 },
    },
    database,
    store,
    identity: made.identity,
    land: ({ over, ...lines }) =>
      landLines(store, {
        ...lines,
        over: { schema: columnFingerprint(tableOf(graph, lines.table ?? "orders")), ...over },
      }),
    seal: async (table, records) => (await sealer.sealPage(sampleTable(table), records, new Map())).rows,
  };
}
