import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findTool } from "../tools/find-tool.ts";
import { versitygwTool } from "../tools/tool.ts";
import { answersWell, holdPort } from "./ports.ts";
import type { StackOptions, StackStore, StackTemporal, Starting } from "./stack.ts";
import { superviseProcess, type ProcessSpec } from "./supervise.ts";

const bucket = "sillage";

/** Objects as files, where there is no S3 server. */
export const fileStore = ({ dataDir }: Pick<StackOptions, "dataDir">): StackStore => ({
  kind: "file",
  directory: join(dataDir, "objects-files"),
});

/** Start the S3 server once `beforeStore` is done, or fall back to files. Throws `stack.part-failed`. */
export async function startStore(starting: Starting, temporal: StackTemporal | undefined): Promise<StackStore> {
  const { options, parts, keepPid } = starting;
  const before = (store: StackStore) =>
    temporal === undefined ? undefined : options.beforeStore?.(temporal, store, keepPid("runtime.ts"));
  const tool = await findTool(versitygwTool, options);
  if (tool === undefined) {
    options.progress("S3: no server and no Go to build one; objects are kept as files instead");
    const files = fileStore(options);
    await before(files);
    return files;
  }
  // The runtime takes seconds to start: meanwhile another stack would find the port free, and take it.
  const held = await holdPort(7070);
  const { port } = held;
  if (port !== 7070) options.progress(`S3: port taken, using ${port}`);
  const root = join(options.dataDir, "objects");
  const keys = await secretKeys(options.dataDir);
  const endpoint = `http://127.0.0.1:${port}`;
  const store: StackStore = { kind: "s3", endpoint, bucket, region: "us-east-1", ...keys };
  try {
    await mkdir(join(root, bucket), { recursive: true });
    const eventUrl = await before(store);
    await held.release();
    parts.push(
      await superviseProcess(gateway(starting, { path: tool.path, root, port, keys, eventUrl }), options.progress),
    );
  } finally {
    await held.release();
  }
  options.progress(`S3: ${endpoint}, bucket ${bucket} (${tool.how})`);
  return store;
}

type Gateway = {
  readonly path: string;
  readonly root: string;
  readonly port: number;
  readonly keys: Keys;
  readonly eventUrl: string | undefined;
};

/** The S3 server as a process. Another one may answer at its address; only ours knows the path of its health. */
function gateway(
  { options, keepPid, onGivenUp }: Starting,
  { path, root, port, keys, eventUrl }: Gateway,
): ProcessSpec {
  const health = `/health-${randomBytes(8).toString("hex")}`;
  const address = `127.0.0.1:${port}`;
  return {
    name: "versitygw",
    command: path,
    args: [
      "--port",
      address,
      "--health",
      health,
      ...(eventUrl === undefined ? [] : ["--event-webhook-url", eventUrl]),
      "posix",
      root,
    ],
    env: { ...options.env, ROOT_ACCESS_KEY: keys.accessKey, ROOT_SECRET_KEY: keys.secretKey },
    logFile: join(options.dataDir, "logs", "versitygw.log"),
    healthy: (within) => answersWell(`http://${address}${health}`, within),
    startWithin: 30_000,
    onLaunch: keepPid("versitygw"),
    onGivenUp,
    ...(options.restartDelay && { restartDelay: options.restartDelay }),
    ...(options.signal && { signal: options.signal }),
  };
}

type Keys = { readonly accessKey: string; readonly secretKey: string };

/** Root keys of the S3 server: random at the first start, kept readable by their owner only. */
async function secretKeys(dataDir: string): Promise<Keys> {
  const file = join(dataDir, "secrets", "s3.json");
  await mkdir(join(dataDir, "secrets"), { recursive: true, mode: 0o700 });
  const made = { accessKey: randomBytes(10).toString("hex"), secretKey: randomBytes(24).toString("base64url") };
  await writeFile(file, JSON.stringify(made), { mode: 0o600, flag: "wx" }).catch(() => undefined);
  return JSON.parse(await readFile(file, "utf8"));
}
