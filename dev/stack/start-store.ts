import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findTool } from "../tools/find-tool.ts";
import { versitygwTool } from "../tools/tool.ts";
import { answers, freePort } from "./ports.ts";
import type { StackOptions, StackStore, StackTemporal, Starting } from "./stack.ts";
import { superviseProcess } from "./supervise.ts";

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
  const port = await freePort(7070);
  if (port !== 7070) options.progress(`S3: port taken, using ${port}`);
  const root = join(options.dataDir, "objects");
  await mkdir(join(root, bucket), { recursive: true });
  const keys = await secretKeys(options.dataDir);
  const endpoint = `http://127.0.0.1:${port}`;
  const store: StackStore = { kind: "s3", endpoint, bucket, region: "us-east-1", ...keys };
  const eventUrl = await before(store);
  parts.push(
    await superviseProcess(
      {
        name: "versitygw",
        command: tool.path,
        args: [
          "--port",
          `127.0.0.1:${port}`,
          ...(eventUrl === undefined ? [] : ["--event-webhook-url", eventUrl]),
          "posix",
          root,
        ],
        env: { ...options.env, ROOT_ACCESS_KEY: keys.accessKey, ROOT_SECRET_KEY: keys.secretKey },
        logFile: join(options.dataDir, "logs", "versitygw.log"),
        healthy: () => answers(endpoint),
        startWithin: 30_000,
        onLaunch: keepPid("versitygw"),
        ...(options.signal && { signal: options.signal }),
      },
      options.progress,
    ),
  );
  options.progress(`S3: ${endpoint}, bucket ${bucket} (${tool.how})`);
  return store;
}

/** Root keys of the S3 server: random at the first start, kept readable by their owner only. */
async function secretKeys(dataDir: string): Promise<{ readonly accessKey: string; readonly secretKey: string }> {
  const file = join(dataDir, "secrets", "s3.json");
  await mkdir(join(dataDir, "secrets"), { recursive: true, mode: 0o700 });
  const made = { accessKey: randomBytes(10).toString("hex"), secretKey: randomBytes(24).toString("base64url") };
  await writeFile(file, JSON.stringify(made), { mode: 0o600, flag: "wx" }).catch(() => undefined);
  return JSON.parse(await readFile(file, "utf8"));
}
