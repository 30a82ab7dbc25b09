import { randomBytes } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SillageError } from "../../core/errors.ts";
import { findTool } from "../tools/find-tool.ts";
import { temporalTool, versitygwTool, type Env } from "../tools/tool.ts";
import { endLeftovers, keepPids } from "./leftovers.ts";
import { freePort, isListening } from "./ports.ts";
import { lockStack } from "./stack-lock.ts";
import { superviseProcess, type Supervised } from "./supervise.ts";

/** A part that the stack can start. */
export type PartName = "temporal" | "s3";
/** What a stack is started with. `searchAttributes` are names and kinds. `beforeStore` runs when addresses are known and before the S3 server starts, and tells its event URL, which must answer by then. */
export type StackOptions = {
  readonly dataDir: string;
  readonly only?: readonly PartName[];
  readonly env: Env;
  readonly progress: (line: string) => void;
  readonly searchAttributes: Readonly<Record<string, string>>;
  readonly beforeStore?: (temporal: Stack["temporal"], store: StackStore) => Promise<string | undefined>;
};
/** Where landed objects go. */
export type StackStore =
  | {
      readonly kind: "s3";
      readonly endpoint: string;
      readonly bucket: string;
      readonly accessKey: string;
      readonly secretKey: string;
      readonly region: string;
    }
  | { readonly kind: "file"; readonly directory: string };
/** A running stack. */
export type Stack = {
  readonly temporal: { readonly address: string; readonly uiUrl: string | undefined };
  readonly store: StackStore;
  readonly parts: readonly Supervised[];
  readonly stop: () => Promise<void>;
};

const bucket = "sillage";

/** Start Temporal and the S3 server on loopback in one data directory; found or built as needed. Throws `stack.locked`, `stack.no-temporal`, `stack.part-failed`. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const unlock = await lockStack(options.dataDir);
  const parts: Supervised[] = [];
  const stop = async (): Promise<void> => {
    for (const part of parts.toReversed()) await part.stop();
    await rm(join(options.dataDir, "pids.json"), { force: true });
    await rm(join(options.dataDir, "stack.json"), { force: true });
    await unlock();
  };
  try {
    await endLeftovers(options.dataDir);
    await mkdir(join(options.dataDir, "logs"), { recursive: true });
    const wanted = options.only ?? ["temporal", "s3"];
    const temporal = wanted.includes("temporal")
      ? await startTemporal(options, parts)
      : { address: options.env["TEMPORAL_ADDRESS"] ?? "127.0.0.1:7233", uiUrl: undefined };
    const store = wanted.includes("s3") ? await startStore(options, temporal, parts) : fileStore(options);
    await keepPids(
      options.dataDir,
      parts.flatMap((part) => {
        const pid = part.pid();
        return pid === undefined ? [] : [{ pid, command: part.name }];
      }),
    );
    await writeFile(
      join(options.dataDir, "stack.json"),
      JSON.stringify(
        { temporal, store: store.kind === "s3" ? { ...store, secretKey: undefined, accessKey: undefined } : store },
        undefined,
        1,
      ),
    );
    return { temporal, store, parts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const fileStore = (options: StackOptions): StackStore => ({
  kind: "file",
  directory: join(options.dataDir, "objects-files"),
});

async function startTemporal(options: StackOptions, parts: Supervised[]): Promise<Stack["temporal"]> {
  const given = options.env["TEMPORAL_ADDRESS"];
  if (given !== undefined) return { address: given, uiUrl: options.env["TEMPORAL_UI_URL"] };
  const tool = await findTool(temporalTool, options);
  if (tool === undefined)
    throw new SillageError({
      code: "stack.no-temporal",
      message: "There is no Temporal here: no `temporal` program, and no Go to build it.",
      fix: "Install the Temporal CLI, or Go 1.25 or newer, or point TEMPORAL_ADDRESS at a running server.",
    });
  const [port, uiPort] = [await freePort(7233), await freePort(8233)];
  if (port !== 7233 || uiPort !== 8233) options.progress(`Temporal: ports taken, using ${port} and ${uiPort}`);
  await mkdir(join(options.dataDir, "temporal"), { recursive: true });
  const rates = [
    "history.transferProcessorMaxPollRPS",
    "history.timerProcessorMaxPollRPS",
    "history.visibilityProcessorMaxPollRPS",
  ].flatMap((key) => ["--dynamic-config-value", `${key}=2000`]);
  const attributes = Object.entries(options.searchAttributes).flatMap(([name, kind]) => [
    "--search-attribute",
    `${name}=${kind}`,
  ]);
  const args = [
    "server",
    "start-dev",
    "--ip",
    "127.0.0.1",
    "--port",
    String(port),
    "--ui-port",
    String(uiPort),
    "--db-filename",
    join(options.dataDir, "temporal", "temporal.db"),
    "--sqlite-pragma",
    "journal_mode=WAL",
    "--sqlite-pragma",
    "synchronous=NORMAL",
    "--log-level",
    "warn",
    ...rates,
    ...attributes,
  ];
  const uiUrl = `http://127.0.0.1:${uiPort}`;
  const healthy = async () => (await isListening(port)) && (await answers(uiUrl));
  parts.push(
    await superviseProcess(
      {
        name: "temporal",
        command: tool.path,
        args,
        env: options.env,
        logFile: join(options.dataDir, "logs", "temporal.log"),
        healthy,
        startWithin: 60_000,
      },
      options.progress,
    ),
  );
  options.progress(`Temporal: ${uiUrl} (${tool.how})`);
  return { address: `127.0.0.1:${port}`, uiUrl };
}

async function startStore(
  options: StackOptions,
  temporal: Stack["temporal"],
  parts: Supervised[],
): Promise<StackStore> {
  const tool = await findTool(versitygwTool, options);
  if (tool === undefined) {
    options.progress("S3: no server and no Go to build one; objects are kept as files instead");
    const store = fileStore(options);
    await options.beforeStore?.(temporal, store);
    return store;
  }
  const port = await freePort(7070);
  if (port !== 7070) options.progress(`S3: port taken, using ${port}`);
  const root = join(options.dataDir, "objects");
  await mkdir(join(root, bucket), { recursive: true });
  const keys = await secretKeys(options.dataDir);
  const endpoint = `http://127.0.0.1:${port}`;
  const store: StackStore = { kind: "s3", endpoint, bucket, region: "us-east-1", ...keys };
  const eventUrl = await options.beforeStore?.(temporal, store);
  const event = eventUrl === undefined ? [] : ["--event-webhook-url", eventUrl];
  parts.push(
    await superviseProcess(
      {
        name: "versitygw",
        command: tool.path,
        args: ["--port", `127.0.0.1:${port}`, ...event, "posix", root],
        env: { ...options.env, ROOT_ACCESS_KEY: keys.accessKey, ROOT_SECRET_KEY: keys.secretKey },
        logFile: join(options.dataDir, "logs", "versitygw.log"),
        healthy: () => answers(endpoint),
        startWithin: 30_000,
      },
      options.progress,
    ),
  );
  options.progress(`S3: ${endpoint}, bucket ${bucket} (${tool.how})`);
  return store;
}

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
    async (response) => (await response.arrayBuffer(), true),
    () => false,
  );

/** Root keys of the S3 server: random at the first start, kept readable by their owner only. */
async function secretKeys(dataDir: string): Promise<{ readonly accessKey: string; readonly secretKey: string }> {
  const file = join(dataDir, "secrets", "s3.json");
  await mkdir(join(dataDir, "secrets"), { recursive: true, mode: 0o700 });
  const made = { accessKey: randomBytes(10).toString("hex"), secretKey: randomBytes(24).toString("base64url") };
  await writeFile(file, JSON.stringify(made), { mode: 0o600, flag: "wx" }).catch(() => undefined);
  return JSON.parse(await readFile(file, "utf8"));
}
