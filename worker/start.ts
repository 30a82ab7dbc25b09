import { Client, Connection } from "@temporalio/client";
import type { PayloadCodec } from "@temporalio/common";
import { NativeConnection, Worker, type WorkerOptions } from "@temporalio/worker";
import { createActivities } from "../activities/index.ts";
import { coded } from "../activities/to-failure.ts";
import type { ActivityDeps } from "../activities/deps.ts";
import { declaredGraph } from "../core/deploy/declared-graph.ts";
import { queue, workflowId } from "../workflows/contracts/ids.ts";
import type { SensorInput } from "../workflows/landing-sensor.ts";
import { workflowBundle } from "./bundle.ts";
import { declareAssets } from "./declare-assets.ts";
import { workerEnds } from "./ends-within.ts";
import { installRuntime } from "./install-runtime.ts";
import { processName } from "./process-name.ts";
import { readingProcesses } from "./reading-processes.ts";
import { readyAttributes } from "./ready-attributes.ts";
import { reconcileRetention } from "./retention-schedule.ts";
import { reconcileSensors } from "./sensors.ts";
import { reconcileSchedules } from "./schedules.ts";
import { tooManyReaders } from "./too-many-readers.ts";
import { converterWith } from "./wire/data-converter.ts";

/** The roles a worker process may take; each is a task queue. */
export type Role = keyof typeof queue;

/** What a worker process is given. */
export type WorkerStart = {
  readonly address: string;
  readonly namespace: string;
  readonly roles: readonly Role[];
  /** Activities' dependencies, given the client that entities are reached by. */
  readonly deps: (client: Client) => ActivityDeps;
  readonly ingestion: "run" | "event";
  readonly sensor: SensorInput;
  /** How many processes read sources, as the settings say. */
  readonly extractProcesses: number;
  /** `host:port` of Prometheus' `/metrics`; undefined: nowhere. */
  readonly metricsAddress: string | undefined;
  /** Seals payloads; undefined: they are in clear. */
  readonly codec: PayloadCodec | undefined;
  readonly report: (line: string) => void;
};

/** Activities at once, by role. */
const slots: Readonly<Record<Role, number>> = { control: 40, extract: 8, ingest: 4, pii: 2 };

/** Start workers for some roles; for control, add the search attributes that are missing, write down the graph as the deployed one, make the schedules those of the graph and its register, start the landing sensor. Stops cleanly. Throws `temporal.no-attributes`, `metrics.address`. */
export async function startWorker(
  start: WorkerStart,
): Promise<{ readonly client: Client; readonly stop: () => Promise<void>; readonly done: Promise<void> }> {
  installRuntime(start.metricsAddress);
  const dataConverter = converterWith(start.codec);
  const native = await NativeConnection.connect({ address: start.address });
  const connection = await Connection.connect({ address: start.address });
  const client = new Client({ connection, namespace: start.namespace, dataConverter });
  if (start.roles.includes("control")) await readyAttributes(client);
  const deps = start.deps(client);
  const activities = coded(createActivities(deps), start.report);
  const common: Omit<WorkerOptions, "taskQueue"> = {
    connection: native,
    dataConverter,
    namespace: start.namespace,
    activities,
    identity: processName(),
    shutdownGraceTime: workerEnds.graceMs,
    shutdownForceTime: workerEnds.forceMs,
  };
  const bundle = start.roles.includes("control") ? await workflowBundle() : undefined;
  const workers = await Promise.all(
    start.roles.map((role) =>
      Worker.create({
        ...common,
        taskQueue: queue[role],
        maxConcurrentActivityTaskExecutions: slots[role],
        // A killed worker goes on from its last heartbeat; by default the SDK holds one back for 24 of its 30 seconds.
        maxHeartbeatThrottleInterval: "1s",
        ...(role === "control" && bundle !== undefined && { workflowBundle: bundle, maxCachedWorkflows: 200 }),
      }),
    ),
  );
  if (start.roles.includes("extract")) await warnOfReaders(client, start);
  const done = Promise.all(workers.map((worker) => worker.run())).then(() => undefined);
  if (start.roles.includes("control")) await bringAbout(client, deps, start);
  return {
    client,
    done,
    async stop() {
      for (const worker of workers) worker.shutdown();
      await done.catch(() => undefined);
      await connection.close();
      await native.close();
    },
  };
}

/** Make Temporal hold what the graph declares: the deployed graph, schedules, assets, sensors. */
async function bringAbout(client: Client, deps: ActivityDeps, { ingestion, sensor }: WorkerStart): Promise<void> {
  await deps.database.saveDeployed(declaredGraph(deps.graph.spec));
  await reconcileSchedules(client, deps.graph.spec.jobs, ingestion);
  await reconcileRetention(client, deps.graph.spec.register);
  await declareAssets(deps);
  await reconcileSensors(client, [...deps.sensors.values()], ingestion);
  await client.workflow.start("landingSensor", {
    workflowId: workflowId.landingSensor,
    taskQueue: queue.control,
    args: [sensor],
    workflowIdConflictPolicy: "USE_EXISTING",
    staticSummary: "What was landed and not loaded",
    staticDetails:
      "Starts the ingestion of what lies in the bucket and is in no table: told by events, found by listing. Files under `inbox/<table>/` are for it too.",
  });
}

/** Say when this process is one too many of those that read sources. A start does not fail by it. */
async function warnOfReaders(client: Client, { extractProcesses, report }: WorkerStart): Promise<void> {
  const readers = await readingProcesses(client).catch(() => []);
  const found = tooManyReaders(new Set([...readers, processName()]).size, extractProcesses);
  if (found !== undefined) report(`${found.detail} ${found.fix}`);
}
