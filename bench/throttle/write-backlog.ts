import { setTimeout as sleep } from "node:timers/promises";
import { StagingWriter, type PartLine } from "../../activities/staging-writer.ts";
import { tableOf } from "../../activities/tables.ts";
import { rowCaster, type Staged } from "../../activities/to-staged-row.ts";
import type { Database } from "../../core/ports/database.ts";
import { deployment } from "../deployment/index.ts";
import { landedSale } from "../sample-sales.ts";
import { monotonicMs, type Written } from "./written.ts";

const sales = tableOf(deployment.graph, "sales");
const samples = 1_000;

/** What some writers of one process do: each stages a load of its own, `seconds` long, whatever the throttle lets through. `loads` are their ids. */
export type Backlog = { readonly loads: readonly string[]; readonly seconds: number };

/** Feed the product's own staging writers more than the throttle lets through; gives what went to staging, when. */
export async function writeBacklog(database: Database, { loads, seconds }: Backlog): Promise<readonly Written[]> {
  const sizes = sampleSizes();
  const written: Written[] = [];
  const recorded: Database = {
    ...database,
    async stageBatch(table, loadId, part, read) {
      const rows = [...read];
      const bytes = rows.reduce((sum, row) => sum + (sizes[row.line % samples] ?? 0), 0);
      written.push({ at: monotonicMs(), bytes });
      await database.stageBatch(table, loadId, part, rows);
    },
  };
  const over = new AbortController();
  const writing = Promise.all(loads.map((loadId) => writeUntil(recorded, loadId, sizes, over.signal)));
  await Promise.race([sleep(seconds * 1000), writing]);
  over.abort();
  await writing;
  return written;
}

const saleAt = (line: number): ReturnType<typeof landedSale> => landedSale((line % samples) + 1);

/** Encoded bytes of the made-up sales. */
const sampleSizes = (): readonly number[] =>
  Array.from({ length: samples }, (_, at) => Buffer.byteLength(JSON.stringify(saleAt(at))));

function saleReader(): (line: PartLine) => Staged {
  const cast = rowCaster(sales, deployment.zone, { t0: "2026-11-24T02:00:00.000Z", elapsedMs: 0 });
  return ({ line }) => cast(saleAt(line), line);
}

async function writeUntil(database: Database, loadId: string, sizes: readonly number[], over: AbortSignal) {
  await database.openLoad({
    loadId,
    table: sales.key,
    origin: "run",
    manifestKey: `bench/${loadId}`,
    manifestEtag: loadId,
    expected: 1_000_000_000,
    bytes: 1_000_000_000,
  });
  const writer = new StagingWriter(database, { table: sales, loadId, part: 1, read: saleReader() }, over);
  try {
    for (let line = 1; !over.aborted; line++) {
      const bytes = sizes[line % samples] ?? 0;
      if (writer.isFull(bytes)) await writer.flush();
      writer.add({ line, from: 0, bytes });
    }
    await writer.written();
  } catch (error) {
    if (!over.aborted) throw error;
  }
}
