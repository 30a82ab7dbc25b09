import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { processEnvironment } from "../../config.ts";
import type { ObjectStore } from "../../core/ports/object-store.ts";
import { newId } from "../../db/postgres/new-id.ts";
import { startStack } from "../../dev/stack/start-stack.ts";
import { searchAttributeKinds } from "../../workflows/contracts/attributes.ts";
import { queue, workflowId } from "../../workflows/contracts/ids.ts";
import { openStore, type BenchContext } from "../context.ts";
import { openProduct } from "../ingest/product-load.ts";
import { landSales } from "../land-sales.ts";
import { grouped, notMeasured, secondsOf, type Figure, type Measurement } from "../measurement.ts";
import { watchResident } from "../memory/resident.ts";
import { unsound } from "../unsound.ts";

const command = fileURLToPath(new URL("../../bin/sillage.js", import.meta.url));
const benchDeployment = fileURLToPath(new URL("../deployment", import.meta.url));
/** Bytes of JSON Lines before gzip, and of the double. */
const volumes = { tiny: 20_000_000, small: 200_000_000, full: 1_000_000_000 };
const most = 300;
const goal = `under ${most} MB resident`;

/** Peak resident memory of a real worker process of the ingest role, started by the command, while it loads one table into PostgreSQL; then twice as much. */
export const memory: Measurement = {
  about: "resident memory of an ingest worker process that loads 1 GB, then 2 GB, of one table into PostgreSQL",
  async run(context) {
    if (context.noPostgres !== undefined)
      return [
        notMeasured({ id: "memory", what: "Ingest worker, 1 GB and 2 GB of one table", goal }, context.noPostgres),
      ];
    const dataDir = await mkdtemp(join(context.directory, "memory-"));
    const stack = await startStack({
      dataDir,
      env: processEnvironment(),
      progress: () => undefined,
      searchAttributes: searchAttributeKinds,
    });
    const url = await context.newDatabase("memory");
    const { store } = openStore(stack.store);
    const connection = await Connection.connect({ address: stack.temporal?.address ?? "" });
    const control = startWorker(dataDir, url, "control");
    try {
      return await loadBoth({ context, dataDir, url, store, client: new Client({ connection }) });
    } finally {
      await ended(control);
      await connection.close();
      await stack.stop();
    }
  },
};

type Stage = {
  readonly context: BenchContext;
  readonly dataDir: string;
  readonly url: string;
  readonly store: ObjectStore;
  readonly client: Client;
};

async function loadBoth(stage: Stage): Promise<readonly Figure[]> {
  const database = await openProduct({ url: stage.url });
  const figures: Figure[] = [];
  for (const times of [1, 2]) {
    await database.query('truncate "open".sales');
    figures.push(await loadOnce(stage, times));
  }
  await database.close();
  return figures;
}

async function loadOnce({ context, dataDir, url, store, client }: Stage, times: number): Promise<Figure> {
  const wanted = volumes[context.size] * times;
  const loadId = newId();
  const landed = await landSales(store, loadId, (_, bytes) => bytes >= wanted);
  const ingest = startWorker(dataDir, url, "ingest");
  const watch = watchResident(ingest.pid ?? 0);
  const seconds = await secondsOf(() =>
    client.workflow.execute("ingestLoad", {
      workflowId: workflowId.ingest("sales", loadId),
      taskQueue: queue.control,
      args: [{ table: "sales", loadId, object: { kind: "manifest", key: landed.key, etag: null } }],
    }),
  );
  const worker = (await watch.stop()).filter((seen) => seen.command.includes("cli/main.ts worker --role ingest"));
  await ended(ingest);
  if (worker.length !== 1) throw unsound(`${worker.length} processes worked as ingest, not one`);
  const peak = worker[0]?.megabytes ?? Number.NaN;
  return {
    id: `memory.${times}`,
    what: `Ingest worker process, ${(landed.bytes / 1e9).toFixed(2)} GB of one table into PostgreSQL (${grouped(landed.rows)} rows)`,
    measured: `at most ${peak} MB resident; ${grouped(landed.rows / seconds)} rows/s`,
    goal,
    met: peak < most,
    values: { peakMegabytes: peak, rowsPerSecond: landed.rows / seconds },
  };
}

const startWorker = (dataDir: string, url: string, role: string): ChildProcess =>
  spawn(
    process.execPath,
    [command, "worker", "--role", role, "--data-dir", dataDir, "--db", url, "--graph", benchDeployment],
    { stdio: ["ignore", "ignore", "inherit"] },
  );

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}
