import type { Client } from "@temporalio/client";
import { parseConfig, processEnvironment, type Config, type Environment } from "../config.ts";
import { describeError } from "../core/describe-error.ts";
import { SillageError } from "../core/errors.ts";
import type { Clock } from "../core/ports/clock.ts";
import { startsIngestion } from "../core/load-keys.ts";
import { oneObject, type ObjectsTold } from "../core/objects-told.ts";
import { startApi } from "../api/start.ts";
import { workflowBundle } from "../worker/bundle.ts";
import { compose, type Parts } from "../worker/compose.ts";
import { readyDatabase } from "../worker/ready-database.ts";
import { startControl } from "../worker/control-server.ts";
import { openKeys, type Keys } from "../worker/keys.ts";
import { codecWith } from "../worker/open-codec.ts";
import { landingEvents } from "../worker/landing-events.ts";
import { untilReplayed } from "../worker/until-replayed.ts";
import { startWorker } from "../worker/start.ts";
import { apiParts } from "./api/api-parts.ts";
import { followedClock } from "./followed-clock.ts";
import { loadDeployment } from "./load-deployment.ts";
import { controlCalls } from "./control-calls.ts";
import { localPassphrase } from "./local-passphrase.ts";
import { pagesOf } from "./pages-of.ts";
import type { RuntimeMessage } from "./runtime-message.ts";
import { runRequest } from "./runs/begin-run.ts";
import { startRun } from "./run-job.ts";
import { startUpFailure } from "./start-up-failure.ts";

type Worker = Awaited<ReturnType<typeof startWorker>>;
/** What the runtime's services are made of. `onObjects` hands objects to the landing sensor. */
type Opened = {
  readonly config: Config;
  readonly environment: Environment;
  readonly parts: Parts;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly onObjects: (told: ObjectsTold) => Promise<void>;
};

const notReady = new SillageError({
  code: "runtime.not-ready",
  message: "The runtime is still starting.",
  fix: "Ask again in a moment; the listing finds an object that was told of meanwhile.",
  retryable: true,
});

const starting = (): never => {
  throw notReady;
};

const tell = (message: RuntimeMessage): void => void process.send?.(message);
const report = (line: string): void => console.error(line);

/** The runtime child: worker, API and embedded database in one process, which its supervisor may kill and start again. */
async function runtime(): Promise<void> {
  const bundle = workflowBundle();
  let worker: Worker | undefined;
  const opened = await openRuntime(async (told) => {
    if (worker === undefined) throw notReady;
    await landingEvents(worker.client, sensorOf(opened.config))(told);
  });
  const { parts, keys } = opened;
  const client = () => worker?.client ?? starting();
  const control = await startControl(
    opened.environment["SILLAGE_DATA_DIR"] ?? ".sillage",
    controlCalls({
      ...opened,
      client,
      start: ({ target, ...asked }) =>
        startRun(
          client(),
          runRequest(parts.deployed, target, { ...asked, ingestion: opened.config.INGESTION_TRIGGER }),
        ),
    }),
  );
  let refusal: SillageError | undefined = notReady;
  const api = await serveApi(opened, { standing: () => refusal, client });
  // The object store is started once we listen.
  await untilReplayed(
    { ...parts, identity: keys.identity },
    {
      report: (line) => (report(line), tell({ kind: "waiting", message: line })),
      onRefusal: (error) => void (refusal = error),
    },
  );
  refusal = undefined;
  await bundle;
  worker = await startWorkers(opened);
  tell({ kind: "ready" });
  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    await worker?.stop();
    await api.stop();
    await control.stop();
    await parts.close();
    await keys.close();
    process.exit(0);
  };
  for (const end of ["SIGTERM", "SIGINT", "disconnect"] as const) process.once(end, () => void stop());
}

async function openRuntime(onObjects: Opened["onObjects"]): Promise<Opened> {
  const environment = processEnvironment();
  const config = parseConfig(environment);
  const dataDir = environment["SILLAGE_DATA_DIR"] ?? ".sillage";
  const deployed = await loadDeployment(environment["SILLAGE_GRAPH"]);
  const clock = await followedClock(environment["SILLAGE_CLOCK_URL"]);
  const parts = await compose({
    config,
    environment,
    deployed,
    dataDir,
    clock,
    onObject({ key, etag }) {
      if (!startsIngestion(key)) return;
      void onObjects(oneObject({ key, etag })).catch((error: unknown) => report(describeError(error)));
    },
  });
  const waiting = { report: (line: string) => (report(line), tell({ kind: "waiting", message: line })) };
  const embedded = config.DATABASE_URL === undefined;
  await readyDatabase(
    { database: parts.database, role: "ingestion", embedded, mergeFactor: config.MERGE_FACTOR },
    waiting,
  );
  const keys = await openKeys(config, dataDir, waiting);
  return { config, environment, parts, keys, clock, onObjects };
}

async function serveApi(
  { config, environment, parts, keys, clock, onObjects }: Opened,
  { standing, client }: { readonly standing: () => SillageError | undefined; readonly client: () => Client },
) {
  const api = await startApi(
    {
      ...apiParts(parts, { config, clock, client }),
      standing,
      aliasOf: keys.aliasOf,
      kek: keys.kek.describe,
      reveals: parts.revealsFor(client, keys).reveals,
      events: { token: config.EVENT_TOKEN, bucket: config.S3_BUCKET, store: parts.store, onObjects },
      report,
      pages: pagesOf(config, await localPassphrase(environment["SILLAGE_DATA_DIR"] ?? ".sillage")),
    },
    { host: config.API_HOST, port: config.API_PORT },
  );
  tell({
    kind: "listening",
    eventUrl: config.EVENT_TOKEN === undefined ? undefined : `${api.url}/api/v1/events/objects/${config.EVENT_TOKEN}`,
    apiUrl: api.url,
  });
  return api;
}

const sensorOf = (config: Config) => ({ listEvery: config.LANDING_LIST_SECONDS * 1000 });

async function startWorkers({ config, parts, keys }: Opened): Promise<Worker> {
  if (config.TEMPORAL_ADDRESS === undefined)
    throw new SillageError({
      code: "config.missing",
      message: "TEMPORAL_ADDRESS is not set.",
      fix: "Start the runtime through `sillage dev` or `sillage demo`, which set it.",
    });
  return startWorker({
    address: config.TEMPORAL_ADDRESS,
    namespace: config.TEMPORAL_NAMESPACE,
    roles: ["control", "extract", "ingest", "pii"],
    deps: (client) => parts.depsFor(client, keys),
    ingestion: config.INGESTION_TRIGGER,
    sensor: sensorOf(config),
    extractProcesses: config.EXTRACT_PROCESSES,
    metricsAddress: config.METRICS_ADDRESS,
    codec: await codecWith(config, keys),
    report,
  });
}

await runtime().catch((error: unknown) => {
  tell({ kind: "failed", message: error instanceof SillageError ? error.message : "The runtime failed; see its log." });
  report(startUpFailure(error));
  process.exit(1);
});
