import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { prepareDataDir } from "./data-dir.ts";
import { endLeftovers, pidKeeper } from "./leftovers.ts";
import { lockStack } from "./stack-lock.ts";
import type { Stack, StackOptions, StackStore, StackTemporal, Starting } from "./stack.ts";
import { fileStore, startStore } from "./start-store.ts";
import { givenTemporal, startTemporal } from "./start-temporal.ts";

/** Start Temporal and the S3 server on loopback in one data directory; found or built as needed. Throws `usage.data-dir`, `stack.locked`, `stack.no-temporal`, `stack.part-failed`, `stack.stopped`. */
export async function startStack(options: StackOptions): Promise<Stack> {
  await prepareDataDir(options.dataDir);
  const failure = Promise.withResolvers<never>();
  // Whoever waits for the stack's end hears of it; a stack that is stopped first has nobody who does.
  failure.promise.catch(() => undefined);
  const keepPid = pidKeeper(options.dataDir);
  const starting: Starting = { options, parts: [], keepPid, onGivenUp: failure.reject };
  const unlock = await lockStack(options.dataDir);
  const stop = async (): Promise<void> => {
    for (const part of starting.parts.toReversed()) await part.stop();
    await rm(join(options.dataDir, "pids.json"), { force: true });
    await rm(join(options.dataDir, "stack.json"), { force: true });
    await unlock();
  };
  try {
    await rm(join(options.dataDir, "stack.json"), { force: true });
    await endLeftovers(options.dataDir);
    await mkdir(join(options.dataDir, "logs"), { recursive: true });
    const wanted = options.only ?? ["temporal", "s3"];
    const temporal = wanted.includes("temporal") ? await startTemporal(starting) : givenTemporal(options.env);
    const store = wanted.includes("s3") ? await startStore(starting, temporal) : fileStore(options);
    await writeStackFile(options, temporal, store);
    return { temporal, store, parts: starting.parts, failed: failure.promise, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Tell commands where the parts are. The S3 server's keys are kept apart, readable by their owner only. */
async function writeStackFile(
  { dataDir, beforeStore }: StackOptions,
  temporal: StackTemporal | undefined,
  store: StackStore,
): Promise<void> {
  const told = {
    parts: beforeStore === undefined ? "servers" : "all",
    temporal,
    store: store.kind === "s3" ? { ...store, secretKey: undefined, accessKey: undefined } : store,
  };
  await writeFile(join(dataDir, "stack.json"), JSON.stringify(told, undefined, 1));
}
