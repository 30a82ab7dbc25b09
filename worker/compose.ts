import type { Client } from "@temporalio/client";
import { createFileObjectStore } from "../activities/adapters/file-object-store.ts";
import { createSourceReader } from "../activities/adapters/http-source.ts";
import { createS3ObjectStore } from "../activities/adapters/s3-object-store.ts";
import { webhookAlerts } from "../activities/adapters/webhook-alerts.ts";
import { createTemporalEntities } from "../activities/adapters/temporal-entities.ts";
import { createTemporalMetrics } from "../activities/adapters/temporal-metrics.ts";
import type { ActivityDeps } from "../activities/deps.ts";
import { resolveSources, type Config, type Environment } from "../config.ts";
import { SillageError } from "../core/errors.ts";
import type { Clock } from "../core/ports/clock.ts";
import type { Database } from "../core/ports/database.ts";
import type { ObjectInfo, ObjectStore } from "../core/ports/object-store.ts";
import type { DeployedGraph } from "../db/declare/graph.ts";
import type { DatabaseRole } from "../db/database-role.ts";
import { openDatabase } from "../db/open-database.ts";
import { partingFacts } from "../db/parting-facts.ts";
import type { QuarantineLimits } from "../core/slices.ts";
import { gateRow } from "../pii/gate.ts";
import { databaseTarget } from "./database-target.ts";
import { keyedDeps } from "./keyed-deps.ts";
import type { Keys } from "./keys.ts";
import { revealService, type RevealService } from "./reveals.ts";

/** What a process of the product runs on, opened once. */
export type Parts = {
  readonly deployed: DeployedGraph;
  readonly database: Database;
  readonly store: ObjectStore;
  /** How facts of erased people stand. */
  readonly facts: "together" | "apart";
  readonly quarantine: QuarantineLimits;
  /** What opens sealed values for people, with the keys of a process that holds some. */
  readonly revealsFor: (client: () => Client, keys: Keys) => RevealService;
  /** What activities are given; `keys` only where the process may seal. */
  readonly depsFor: (client: Client, keys: Keys | undefined) => ActivityDeps;
  readonly close: () => Promise<void>;
};
/** What composition is given. `onObject` is told of objects when they are files, in place of a bucket's events. */
export type ComposeOptions = {
  readonly config: Config;
  readonly environment: Environment;
  readonly deployed: DeployedGraph;
  readonly dataDir: string;
  readonly clock: Clock;
  /** Whose statements they are: ingestion's may take minutes. Default ingestion. */
  readonly role?: DatabaseRole;
  readonly onObject?: (object: ObjectInfo) => void;
};

/** Open the database and the object store that the settings name. A server is asked nothing yet: `readyDatabase` does. */
export async function compose(options: ComposeOptions): Promise<Parts> {
  const { config, deployed, clock } = options;
  const store = objectStore(options);
  const opened = await openDatabase(databaseTarget(options), deployed, options.role);
  const database = config.ERASURE_UNLINK_FACTS ? partingFacts(opened) : opened;
  const reader = createSourceReader({
    sources: () => resolveSources(deployed.graph.spec.sources, options.environment),
    clock,
    rates: () => database.sourceRates(),
    pauses: database,
    processes: config.EXTRACT_PROCESSES,
  });
  const quarantine = { share: config.QUARANTINE_SHARE, rows: config.QUARANTINE_ROWS };
  const alerts = alertsOf(config);
  const revealsFor: Parts["revealsFor"] = (client, keys) =>
    revealService({ config, deployed, database, store, keys, clock, alerts, client, report: console.error });
  const facts = config.ERASURE_UNLINK_FACTS ? "apart" : "together";
  return {
    deployed,
    database,
    store,
    facts,
    quarantine,
    revealsFor,
    depsFor: (client, keys) => ({
      graph: deployed.graph,
      zone: deployed.zone,
      lookups: deployed.lookups,
      store,
      reader,
      heads: reader,
      sensors: deployed.sensors,
      gate: gateRow,
      retentions: deployed.retentions,
      ...keyedDeps(keys, { client, config, deployed, database, store, facts, clock, revealsFor }),
      database,
      entities: createTemporalEntities(() => client),
      clock,
      metrics: createTemporalMetrics(),
      partBytes: config.PART_BYTES,
      quarantine,
      maxVanishedShare: config.RECONCILE_MAX_SHARE,
      ingestion: config.INGESTION_TRIGGER,
      alerts,
      runsKept: { runDays: config.RUNS_KEPT_DAYS, stepDays: config.RUN_STEPS_KEPT_DAYS },
      drift: {
        nights: config.DRIFT_NIGHTS,
        paused: config.DRIFT_PAUSED === "true",
        maxShare: config.DRIFT_MAX_SHARE,
      },
      landingGraceMs: config.INGESTION_TRIGGER === "event" ? 0 : config.LANDING_GRACE_SECONDS * 1000,
    }),
    async close() {
      await reader.close();
      await database.close();
    },
  };
}

/** Who is told of incidents, as the settings say. */
const alertsOf = ({ ALERTS_URL: url, ALERTS_FORMAT: format, SILLAGE_ENVIRONMENT: environment }: Config) =>
  url === undefined ? undefined : webhookAlerts({ url, format, environment });

/** The object store that the settings name: S3, or files where the stack has no S3 server. Throws `config.missing`. */
export function objectStore({
  config,
  environment,
  dataDir,
  onObject,
}: Pick<ComposeOptions, "config" | "environment" | "dataDir" | "onObject">): ObjectStore {
  const directory = environment["SILLAGE_OBJECTS_DIRECTORY"];
  if (directory !== undefined) return createFileObjectStore({ directory, ...(onObject && { onCreated: onObject }) });
  if (config.S3_ACCESS_KEY === undefined || config.S3_SECRET_KEY === undefined) {
    throw new SillageError({
      code: "config.missing",
      message: "There is no object store: S3_ACCESS_KEY and S3_SECRET_KEY are not set.",
      fix: `Set them, or start the development stack with \`npm run demo\` (data in ${dataDir}).`,
    });
  }
  return createS3ObjectStore({
    endpoint: config.S3_ENDPOINT,
    bucket: config.S3_BUCKET,
    accessKey: config.S3_ACCESS_KEY,
    secretKey: config.S3_SECRET_KEY,
    region: config.S3_REGION,
  });
}
