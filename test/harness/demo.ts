import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { processEnvironment, type Environment } from "../../config.ts";
import { startDemo, type Demo } from "../../cli/demo/demo.ts";
import { awaitRun, startRun } from "../../cli/run-job.ts";
import type { AssetRunResult } from "../../workflows/contracts/runs.ts";
import type { TableVerdict } from "../../cli/verify-tables.ts";
import type { FaultRule } from "../../dev/ponton/faults.ts";

/** The simulator's key in demos. */
const key = "demo-key-of-the-simulator";

/** A whole product on real servers, for one test file. */
export type TestDemo = {
  readonly demo: Demo;
  readonly dataDir: string;
  readonly log: string[];
  readonly run: (
    job: string,
    options?: { readonly selection?: string; readonly full?: boolean },
  ) => Promise<AssetRunResult>;
  readonly advance: (hours: number) => Promise<void>;
  readonly fault: (rules: readonly FaultRule[]) => Promise<void>;
  /** Take every fault back. */
  readonly mend: () => Promise<void>;
  readonly unequal: () => Promise<readonly TableVerdict[]>;
  readonly stop: () => Promise<void>;
};

/** Start a demo on a directory of its own (or a given one), the throttle off unless told. */
export async function testDemo(
  options: {
    readonly volume?: "tiny" | "small";
    readonly db?: string;
    readonly dataDir?: string;
    readonly environment?: Environment;
    readonly throttled?: boolean;
  } = {},
): Promise<TestDemo> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "sillage-e2e-")));
  const log: string[] = [];
  const demo = await startDemo({
    dataDir,
    db: options.db,
    volume: options.volume ?? "tiny",
    environment: { ...processEnvironment(), ...options.environment },
    progress: (line) => void log.push(line),
  });
  for (const lane of ["default", "merge"])
    await demo.control("setThrottle", lane, { enabled: options.throttled ?? false });
  const simulator = async (method: "POST" | "DELETE", path: string, body?: unknown): Promise<void> => {
    const url = `${demo.ponton.url}/__sim/${path}`;
    const answer = await fetch(url, { method, headers: { "x-api-key": key }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  };
  return {
    demo,
    dataDir,
    log,
    run: async (job, { selection, full } = {}) =>
      awaitRun(
        demo.client,
        await startRun(demo.client, {
          job,
          selection: selection ?? null,
          full: full ?? false,
          ingestion: demo.ingestion,
        }),
      ),
    async advance(hours) {
      await simulator("POST", "advance", { hours });
      await sleep(1_500);
    },
    async fault(rules) {
      await simulator("POST", "faults", { rules });
    },
    async mend() {
      await simulator("DELETE", "faults");
    },
    async unequal() {
      const verdicts = await demo.control<readonly TableVerdict[]>("verify", demo.ponton.url, key);
      return verdicts.length === 14
        ? verdicts.filter((verdict) => !verdict.equal)
        : Promise.reject(new Error(`${verdicts.length} tables were compared`));
    },
    async stop() {
      await demo.stop();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Wait until something holds, asking every 100 ms. */
export async function until(what: string, holds: () => Promise<boolean>, withinMs = 60_000): Promise<void> {
  for (const deadline = Date.now() + withinMs; !(await holds()); await sleep(100))
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}`);
}
