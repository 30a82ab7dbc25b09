import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Client } from "@temporalio/client";
import { parseConfig, type Environment } from "../config.ts";
import { SillageError } from "../core/errors.ts";
import { freePort } from "../dev/stack/ports.ts";
import type { Stack, StackTemporal } from "../dev/stack/stack.ts";
import { startStack } from "../dev/stack/start-stack.ts";
import { controlClient, type ControlCall } from "../worker/control-client.ts";
import { searchAttributeKinds } from "../workflows/contracts/attributes.ts";
import { startRuntime, type Runtime } from "./start-runtime.ts";
import { connectTemporal } from "./temporal-client.ts";
import { openCodec } from "../worker/open-codec.ts";

/** What the product is started with. `prepare` is asked once the data directory is ours; what it starts is stopped by `stops`. `signal` stops a start on its way. */
export type ProductOptions<Simulator> = {
  readonly dataDir: string;
  readonly given: Environment;
  readonly prepare: (stops: Stops) => Promise<Prepared<Simulator>>;
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal;
};
/** The product, every part up. */
export type Product = {
  readonly stack: Stack;
  readonly temporal: StackTemporal;
  readonly runtime: Runtime;
  readonly client: Client;
  readonly control: ControlCall;
  readonly ingestion: "run" | "event";
  /** Rejects with `stack.part-failed` when a part died too often to be started again. */
  readonly failed: Promise<never>;
  readonly stop: () => Promise<void>;
};
/** The settings that the product runs on, and the simulator that stands behind them. */
export type Prepared<Simulator> = { readonly environment: Environment; readonly simulator: Simulator };
/** How to stop what was started, last first. */
export type Stops = { readonly push: (stop: () => Promise<unknown>) => void };

type Started = Pick<Product, "temporal" | "runtime" | "client" | "ingestion">;
type Simulated<Simulator> = { readonly simulator: Simulator };

/** Start Temporal, the S3 server and the runtime on one data directory. Throws `stack.locked`, `stack.part-failed`, `temporal.no-namespace` and what the parts throw. */
export async function startProduct<Simulator>(
  options: ProductOptions<Simulator>,
): Promise<Product & Simulated<Simulator>> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).toReversed()) await end();
  };
  let started: (Started & Simulated<Simulator>) | undefined;
  try {
    const stack = await startStack({
      dataDir: options.dataDir,
      env: options.given,
      namespace: parseConfig(options.given).TEMPORAL_NAMESPACE,
      progress: options.progress,
      searchAttributes: searchAttributeKinds,
      ...(options.signal && { signal: options.signal }),
      async beforeStore(temporal, store, onLaunch) {
        const { environment, simulator } = await options.prepare(stops);
        const config = parseConfig(environment);
        const { TEMPORAL_NAMESPACE: namespace, INGESTION_TRIGGER: ingestion, API_PORT: wanted } = config;
        const codec = await openCodec(config, options.dataDir, { report: options.progress });
        const client = await connectTemporal(temporal.address, namespace, codec);
        stops.push(() => client.connection.close());
        const runtime = await startRuntime({
          ...options,
          temporal,
          store,
          onLaunch,
          environment: {
            ...environment,
            EVENT_TOKEN: await eventToken(options.dataDir, environment),
            // Chosen once: the S3 server tells its events to this port, also after the runtime was started again.
            API_PORT: String(await freePort(wanted)),
          },
        });
        stops.push(runtime.process.stop);
        started = { temporal, runtime, client, ingestion, simulator };
        return runtime.listening.eventUrl;
      },
    });
    stops.unshift(stack.stop);
    if (started === undefined) throw unanswered(options.dataDir);
    const failed = Promise.race([stack.failed, started.runtime.failed]);
    failed.catch(() => undefined);
    await Promise.race([started.runtime.ready, failed]);
    const control = await controlClient(options.dataDir);
    if (control === undefined) throw unanswered(options.dataDir);
    return { stack, ...started, control, failed, stop };
  } catch (error) {
    const cause = causeOf(error, started);
    await stop();
    throw cause;
  }
}

/** A runtime that refused to start takes other parts with it: its refusal is what to tell, unless the user stopped the start. */
const causeOf = (error: unknown, started: Started | undefined): unknown =>
  error instanceof SillageError && error.code === "stack.stopped" ? error : (started?.runtime.refusal() ?? error);

const unanswered = (dataDir: string): SillageError =>
  new SillageError({
    code: "control.absent",
    message: "The runtime does not answer.",
    fix: `See ${join(dataDir, "logs", "runtime.log")}.`,
  });

/** The unguessable end of the event URL: the setting's, else random at the first start. */
async function eventToken(dataDir: string, environment: Environment): Promise<string> {
  const file = join(dataDir, "secrets", "event-token");
  await mkdir(join(dataDir, "secrets"), { recursive: true, mode: 0o700 });
  const token = environment["EVENT_TOKEN"] ?? randomBytes(24).toString("base64url");
  await writeFile(file, token, { mode: 0o600, flag: "wx" }).catch(() => undefined);
  return environment["EVENT_TOKEN"] ?? readFile(file, "utf8");
}
