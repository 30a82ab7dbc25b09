import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SillageError } from "../core/errors.ts";
import type { StackStore } from "../dev/stack/start-stack.ts";
import { superviseProcess, type Supervised } from "../dev/stack/supervise.ts";
import type { Environment } from "../config.ts";
import type { RuntimeMessage } from "./runtime.ts";

/** What the runtime child is started with. */
export type RuntimeOptions = {
  readonly dataDir: string;
  readonly address: string;
  readonly store: StackStore;
  readonly environment: Environment;
  readonly progress: (line: string) => void;
};
/** A supervised runtime: what it listens on at once, and when it is ready to work. */
export type Runtime = {
  readonly process: Supervised;
  readonly listening: { readonly eventUrl: string | undefined; readonly apiUrl: string | undefined };
  readonly ready: Promise<void>;
};

/** Start the runtime child and wait until it listens; `ready` resolves when its workers poll. Throws `stack.part-failed`. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const ready = Promise.withResolvers<void>();
  let listening: Runtime["listening"] | undefined;
  let failed: string | undefined;
  const onMessage = (raw: unknown): void => {
    const message = toMessage(raw);
    if (message?.kind === "listening") listening = { eventUrl: message.eventUrl, apiUrl: message.apiUrl };
    if (message?.kind === "ready") ready.resolve();
    if (message?.kind === "failed") {
      failed = message.message;
      options.progress(`runtime: ${message.message}`);
    }
  };
  const healthy = async (): Promise<boolean> => {
    if (failed !== undefined)
      throw new SillageError({
        code: "stack.part-failed",
        message: `The runtime did not start: ${failed}`,
        fix: `See its log: ${join(options.dataDir, "logs", "runtime.log")}`,
      });
    return listening !== undefined;
  };
  const process = await superviseProcess(
    {
      name: "runtime",
      command: globalThis.process.execPath,
      args: [fileURLToPath(new URL("./runtime.ts", import.meta.url))],
      env: environmentOf(options),
      logFile: join(options.dataDir, "logs", "runtime.log"),
      healthy,
      onMessage,
      startWithin: 120_000,
    },
    options.progress,
  );
  return { process, listening: listening ?? { eventUrl: undefined, apiUrl: undefined }, ready: ready.promise };
}

function environmentOf({ dataDir, address, store, environment }: RuntimeOptions): Environment {
  const storage =
    store.kind === "file"
      ? { SILLAGE_OBJECTS_DIRECTORY: store.directory }
      : {
          S3_ENDPOINT: store.endpoint,
          S3_BUCKET: store.bucket,
          S3_REGION: store.region,
          S3_ACCESS_KEY: store.accessKey,
          S3_SECRET_KEY: store.secretKey,
        };
  return { ...environment, ...storage, TZ: "UTC", TEMPORAL_ADDRESS: address, SILLAGE_DATA_DIR: dataDir };
}

function toMessage(raw: unknown): RuntimeMessage | undefined {
  return isMessage(raw) ? raw : undefined;
}

const isMessage = (raw: unknown): raw is RuntimeMessage => typeof raw === "object" && raw !== null && "kind" in raw;
