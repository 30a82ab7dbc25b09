import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { Client, Connection } from "@temporalio/client";
import type { Environment } from "../../config.ts";
import { SillageError } from "../../core/errors.ts";
import { startPonton, type Ponton } from "../../dev/ponton/start.ts";
import { startStack, type Stack } from "../../dev/stack/start-stack.ts";
import { controlClient, type ControlCall } from "../../worker/control-client.ts";
import { searchAttributeKinds } from "../../workflows/contracts/attributes.ts";
import type { AssetRunResult } from "../../workflows/contracts/runs.ts";
import { awaitRun, startRun } from "../run-job.ts";
import { startRuntime, type Runtime } from "../start-runtime.ts";
import type { TableVerdict } from "../verify-tables.ts";

/** What the demo is started with. */
export type DemoOptions = {
  readonly dataDir: string;
  readonly db: string | undefined;
  readonly volume: "tiny" | "small" | "medium";
  readonly environment: Environment;
  readonly progress: (line: string) => void;
};
/** A running demo: every part up, nothing extracted yet. */
export type Demo = {
  readonly stack: Stack;
  readonly runtime: Runtime;
  readonly ponton: Ponton;
  readonly client: Client;
  readonly control: ControlCall;
  readonly stop: () => Promise<void>;
};
/** What a night gave. */
export type NightReport = {
  readonly initial: AssetRunResult | undefined;
  readonly nightly: AssetRunResult;
  readonly tables: readonly TableVerdict[];
  readonly equal: boolean;
};

const pontonKey = "demo-key-of-the-simulator";

/** Start the simulator, Temporal, the S3 server and the runtime on one data directory. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  await mkdir(options.dataDir, { recursive: true });
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.toReversed()) await end();
    stops.length = 0;
  };
  try {
    const ponton = await startPonton({
      apiKey: pontonKey,
      volume: options.volume,
      stateFile: join(options.dataDir, "ponton.json"),
    });
    stops.push(ponton.stop);
    options.progress(`Ponton (the simulated vendor): ${ponton.url}`);
    const environment: Environment = {
      ...options.environment,
      PONTON_URL: ponton.url,
      PONTON_API_KEY: pontonKey,
      COMMUNES_URL: ponton.url,
      SILLAGE_CLOCK_URL: ponton.url,
      EVENT_TOKEN: await eventToken(options.dataDir),
      ...(options.db !== undefined && { DATABASE_URL: options.db }),
    };
    let runtime: Runtime | undefined;
    const stack = await startStack({
      dataDir: options.dataDir,
      env: options.environment,
      progress: options.progress,
      searchAttributes: searchAttributeKinds,
      async beforeStore(temporal, store) {
        runtime = await startRuntime({
          dataDir: options.dataDir,
          address: temporal.address,
          store,
          environment,
          progress: options.progress,
        });
        stops.push(runtime.process.stop);
        return runtime.listening.eventUrl;
      },
    });
    stops.unshift(stack.stop);
    if (runtime === undefined)
      throw new SillageError({
        code: "stack.part-failed",
        message: "The runtime was not started.",
        fix: "Report this.",
      });
    await runtime.ready;
    const connection = await Connection.connect({ address: stack.temporal.address });
    stops.push(() => connection.close());
    const control = await controlClient(options.dataDir);
    if (control === undefined)
      throw new SillageError({
        code: "control.absent",
        message: "The runtime does not answer.",
        fix: `See ${join(options.dataDir, "logs", "runtime.log")}.`,
      });
    return { stack, runtime, ponton, client: new Client({ connection }), control, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The initial extraction when none was made on this data directory, a day of activity at the vendor's, the nightly extraction, the comparison with the vendor's ledger. */
export async function demoNight(demo: Demo, progress: (line: string) => void): Promise<NightReport> {
  const mirrors =
    await demo.control<readonly { readonly asset: string; readonly loadedThrough: string | null }[]>("mirrors");
  const first = !mirrors.some((mirror) => mirror.loadedThrough !== null);
  progress(first ? "initial extraction: 14 tables and the communes" : "the initial extraction is there already");
  const initial = first ? await run(demo, "initial") : undefined;
  progress("the vendor's clock goes on by one day");
  await fetch(`${demo.ponton.url}/__sim/advance`, {
    method: "POST",
    headers: { "x-api-key": pontonKey },
    body: JSON.stringify({ hours: 24 }),
  });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  progress("nightly extraction: only what was created or updated");
  const nightly = await run(demo, "nightly");
  progress("comparing every table with the vendor's ledger");
  const tables = await demo.control<readonly TableVerdict[]>("verify", demo.ponton.url, pontonKey);
  return { initial, nightly, tables, equal: tables.length === 14 && tables.every((table) => table.equal) };
}

const run = async (demo: Demo, job: string): Promise<AssetRunResult> =>
  awaitRun(demo.client, await startRun(demo.client, { job, selection: null, full: false, ingestion: "run" }));

async function eventToken(dataDir: string): Promise<string> {
  const file = join(dataDir, "secrets", "event-token");
  await mkdir(join(dataDir, "secrets"), { recursive: true, mode: 0o700 });
  await writeFile(file, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" }).catch(() => undefined);
  return readFile(file, "utf8");
}
