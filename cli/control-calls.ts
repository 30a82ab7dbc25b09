import { resolveSources, type Environment } from "../config.ts";
import type { Client } from "@temporalio/client";
import type { Clock } from "../core/ports/clock.ts";
import type { Asker, RevealAudit, RevealFilter } from "../core/ports/reveals.ts";
import type { Database, Statement } from "../core/ports/database.ts";
import type { RemoteDatabase } from "../worker/control-client.ts";
import type { ControlCalls } from "../worker/control-server.ts";
import type { Keys } from "../worker/keys.ts";
import { sentRows } from "../worker/sent-rows.ts";
import type { Parts } from "../worker/compose.ts";
import type { AskedRun } from "./runs/begin-run.ts";
import { deskCalls, deskOf } from "../worker/desk.ts";
import { sealedCopies, type WantedValue } from "./demo/sealed-copies.ts";
import { verifyTables } from "./verify-tables.ts";

/** What a command may ask of a running runtime: the database's calls, its clock and sources, a run, the comparison with a ledger. */
export const controlCalls = ({
  parts,
  keys,
  clock,
  environment,
  start,
  client,
}: {
  readonly parts: Parts;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly environment: Environment;
  readonly start: (asked: AskedRun) => Promise<string>;
  readonly client: () => Client;
}): ControlCalls => ({
  describe: async () => parts.database.describe(),
  now: async () => clock.now().toISOString(),
  sources: async () => resolveSources(parts.deployed.graph.spec.sources, environment).size,
  ...remoteCalls(parts.database),
  read: async (statement: Statement) => sentRows.pack(await parts.database.read(statement)),
  startRun: start,
  ...deskCalls(deskOf(keys, parts, clock)),
  query: parts.database.query,
  ...auditCalls(parts.revealsFor(client, keys).audit, keys),
  sealedCopies: (wanted: WantedValue) => sealedCopies({ ...parts, ...keys }, wanted),
  verify: (ledgerUrl: string, key: string) => verifyTables({ ...parts, ...keys }, ledgerUrl, key),
});

/** The audit of reveals, and who was in an epoch: read with the keys that the runtime holds. */
const auditCalls = (audit: RevealAudit, { identity }: Pick<Keys, "identity">): ControlCalls => ({
  verifyReveals: audit.verify,
  listReveals: (filter: RevealFilter, reasons: boolean) => audit.list(filter, reasons),
  markDecoy: (asker: Asker, pid: string) => audit.markDecoy(asker, pid),
  epochExposure: (epoch: number) => identity.epochExposure(epoch),
  exposedPeople: (epoch: number, after: string, most: number) => identity.exposedPeople(epoch, after, most),
});

/** All that a command may ask of the database from another process. */
const remoteCalls = (database: Database): Omit<RemoteDatabase, "read"> => ({
  migrate: database.migrate,
  unapplied: database.unapplied,
  suitability: database.suitability,
  alteredColumns: database.alteredColumns,
  mirrors: database.mirrors,
  openLoads: database.openLoads,
  throttleState: database.throttleState,
  logRate: database.logRate,
  setThrottle: database.setThrottle,
  quarantined: database.quarantined,
  backfill: database.backfill,
  backfills: database.backfills,
  saveBackfill: database.saveBackfill,
  runs: database.runs,
  run: database.run,
  runSteps: database.runSteps,
  endRun: database.endRun,
  assetDays: database.assetDays,
  drifts: database.drifts,
  sensors: database.sensors,
  sensorRuns: database.sensorRuns,
  addApiKey: database.addApiKey,
  apiKeys: database.apiKeys,
  endApiKey: database.endApiKey,
  assetControl: database.assetControl,
  materialisations: database.materialisations,
  audits: database.audits,
  individualAnswers: database.individualAnswers,
  changeThrottle: database.changeThrottle,
  sourceRates: database.sourceRates,
  setSourceRate: database.setSourceRate,
  lastDeployed: database.lastDeployed,
  evaluationAt: database.evaluationAt,
  incidents: database.incidents,
});
