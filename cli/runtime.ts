import { parseConfig, processEnvironment } from "../config.ts";
import { SillageError } from "../core/errors.ts";
import { objectCreatedSignal } from "../workflows/contracts/messages.ts";
import { startApi } from "../api/start.ts";
import { queue, workflowId } from "../workflows/contracts/ids.ts";
import { compose } from "../worker/compose.ts";
import { startControl } from "../worker/control-server.ts";
import { startWorker } from "../worker/start.ts";
import { workflowBundle } from "../worker/bundle.ts";
import { followedClock } from "./followed-clock.ts";
import { loadDeployment } from "./load-deployment.ts";
import { verifyTables } from "./verify-tables.ts";

/** What the runtime tells its supervisor. */
export type RuntimeMessage =
  | { readonly kind: "listening"; readonly eventUrl: string | undefined; readonly apiUrl: string | undefined }
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly message: string };

const tell = (message: RuntimeMessage): void => void process.send?.(message);

/** The runtime child: worker, API and embedded database in one process, which its supervisor may kill and start again. */
async function runtime(): Promise<void> {
  const environment = processEnvironment();
  const config = parseConfig(environment);
  const dataDir = environment["SILLAGE_DATA_DIR"] ?? ".sillage";
  const deployed = await loadDeployment(environment["SILLAGE_GRAPH"]);
  const clock = await followedClock(environment["SILLAGE_CLOCK_URL"]);
  const sensor = {
    listEvery: config.LANDING_LIST_SECONDS * 1000,
    grace: config.INGESTION_TRIGGER === "event" ? 0 : config.LANDING_GRACE_SECONDS * 1000,
  };
  const bundle = workflowBundle();
  let worker: Awaited<ReturnType<typeof startWorker>> | undefined;
  const parts = await compose({
    config,
    environment,
    deployed,
    dataDir,
    clock,
    onObject: (object) => void onObject({ key: object.key, etag: object.etag }).catch(() => undefined),
  });
  const control = await startControl(dataDir, {
    describe: async () => parts.database.describe(),
    mirrors: parts.database.mirrors,
    throttleState: parts.database.throttleState,
    setThrottle: parts.database.setThrottle,
    quarantined: parts.database.quarantined,
    query: parts.database.query,
    addApiKey: parts.database.addApiKey,
    verify: (ledgerUrl: string, key: string) => verifyTables(parts, ledgerUrl, key),
  });
  const onObject = async (object: { readonly key: string; readonly etag: string }): Promise<void> => {
    await worker?.client.workflow.signalWithStart("landingSensor", {
      workflowId: workflowId.landingSensor,
      taskQueue: queue.control,
      args: [sensor],
      signal: objectCreatedSignal,
      signalArgs: [object],
    });
  };
  const api = await startApi(
    {
      deployed,
      database: parts.database,
      clock,
      aliasOf: parts.aliasOf,
      events: { token: config.EVENT_TOKEN, bucket: config.S3_BUCKET, store: parts.store, onObject },
      temporalUi: environment["TEMPORAL_UI_URL"],
      report: (line) => console.error(line),
    },
    { host: config.API_HOST, port: config.API_PORT },
  );
  tell({
    kind: "listening",
    eventUrl: config.EVENT_TOKEN === undefined ? undefined : `${api.url}/api/v1/events/objects/${config.EVENT_TOKEN}`,
    apiUrl: api.url,
  });
  await bundle;
  worker = await startWorker({
    address: config.TEMPORAL_ADDRESS ?? "127.0.0.1:7233",
    namespace: config.TEMPORAL_NAMESPACE,
    roles: ["control", "extract", "ingest"],
    deps: parts.depsFor,
    ingestion: config.INGESTION_TRIGGER,
    sensor,
    report: (line) => console.error(line),
  });
  tell({ kind: "ready" });
  const stop = async (): Promise<void> => {
    await worker?.stop();
    await api.stop();
    await control.stop();
    await parts.close();
    process.exit(0);
  };
  process.once("SIGTERM", () => void stop());
  process.once("SIGINT", () => void stop());
  process.once("disconnect", () => void stop());
}

await runtime().catch((error: unknown) => {
  tell({ kind: "failed", message: error instanceof SillageError ? error.message : "The runtime failed; see its log." });
  console.error(error);
  process.exit(1);
});
