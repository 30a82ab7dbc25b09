import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SillageError } from "../core/errors.ts";
import type { StackStore, StackTemporal } from "../dev/stack/stack.ts";
import { superviseProcess, type Supervised } from "../dev/stack/supervise.ts";
import type { Environment } from "../config.ts";
import { workerEnds } from "../worker/ends-within.ts";
import { longestWaitMs } from "../worker/until-it-answers.ts";
import type { RuntimeMessage } from "./runtime-message.ts";

/** What the runtime child is started with. */
export type RuntimeOptions = {
  readonly dataDir: string;
  readonly temporal: StackTemporal;
  readonly store: StackStore;
  readonly environment: Environment;
  readonly progress: (line: string) => void;
  readonly onLaunch?: (pid: number) => void;
  readonly signal?: AbortSignal;
};
/** What starting may take beside waiting for a database. Milliseconds. */
const startsWithinMs = 120_000;
/** What closing the embedded databases may take after the workers have ended: killed meanwhile, they have to recover at the next start. Milliseconds. */
const closesWithinMs = 30_000;

/** A supervised runtime: what it listens on at once, and when it is ready to work. */
export type Runtime = {
  readonly process: Supervised;
  readonly listening: { readonly eventUrl: string | undefined; readonly apiUrl: string | undefined };
  readonly ready: Promise<void>;
  /** Rejects with `stack.part-failed` when the runtime died too often to be started again. */
  readonly failed: Promise<never>;
  /** Why it could not start, when it said so last. */
  readonly refusal: () => SillageError | undefined;
};

/** Start the runtime child and wait until it listens; `ready` resolves when its workers poll. Throws `stack.part-failed`. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const heard = hearing(options);
  const process = await superviseProcess(
    {
      name: "runtime",
      command: globalThis.process.execPath,
      args: [fileURLToPath(new URL("./runtime.ts", import.meta.url))],
      env: environmentOf(options),
      logFile: logOf(options),
      healthy: heard.isListening,
      onMessage: heard.onMessage,
      onGivenUp: heard.onGivenUp,
      startWithin: startsWithinMs + longestWaitMs,
      endsWithin: workerEnds.forceMs + closesWithinMs,
      ...(options.onLaunch && { onLaunch: options.onLaunch }),
      ...(options.signal && { signal: options.signal }),
    },
    options.progress,
  );
  return { process, listening: heard.listening(), ready: heard.ready, failed: heard.failed, refusal: heard.refusal };
}

/** What the child said so far. */
function hearing(options: RuntimeOptions) {
  const ready = Promise.withResolvers<void>();
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => undefined);
  let listening: Runtime["listening"] | undefined;
  let refusal: SillageError | undefined;
  return {
    onMessage: (raw: unknown): void => {
      if (!isMessage(raw)) return;
      if (raw.kind === "listening") listening = { eventUrl: raw.eventUrl, apiUrl: raw.apiUrl };
      if (raw.kind === "waiting") options.progress(`runtime: ${raw.message}`);
      if (raw.kind === "ready") {
        refusal = undefined;
        ready.resolve();
      }
      if (raw.kind === "failed") {
        refusal = new SillageError({
          code: "stack.part-failed",
          message: `The runtime did not start: ${raw.message}`,
          fix: `See its log: ${logOf(options)}`,
        });
        options.progress(`runtime: ${raw.message}`);
      }
    },
    isListening: async (): Promise<boolean> => {
      if (refusal !== undefined) throw refusal;
      return listening !== undefined;
    },
    onGivenUp: (error: SillageError): void => failure.reject(refusal ?? error),
    listening: () => listening ?? { eventUrl: undefined, apiUrl: undefined },
    ready: Promise.race([ready.promise, failure.promise]),
    failed: failure.promise,
    refusal: () => refusal,
  };
}

const logOf = ({ dataDir }: RuntimeOptions): string => join(dataDir, "logs", "runtime.log");

function environmentOf({ dataDir, temporal, store, environment }: RuntimeOptions): Environment {
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
  return {
    ...environment,
    ...storage,
    TZ: "UTC",
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_UI_URL: temporal.uiUrl,
    SILLAGE_DATA_DIR: dataDir,
  };
}

const isMessage = (raw: unknown): raw is RuntimeMessage => typeof raw === "object" && raw !== null && "kind" in raw;
