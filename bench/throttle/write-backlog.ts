import { setTimeout as sleep } from "node:timers/promises";
import { StagingWriter } from "../../activities/staging-writer.ts";
import { tableOf } from "../../activities/tables.ts";
import { rowCaster } from "../../activities/to-staged-row.ts";
import type { Database, StagedRow } from "../../core/ports/database.ts";
import { deployment } from "../deployment/index.ts";
import { landedSale } from "../sample-sales.ts";
import { unsound } from "../unsound.ts";
import { monotonicMs, type Written } from "./written.ts";

const sales = tableOf(deployment.graph, "sales");
const samples = 1_000;

/** What some writers of one process do: each stages a load of its own, `seconds` long, whatever the throttle lets through. `loads` are their ids. */
export type Backlog = { readonly loads: readonly string[]; readonly seconds: number };

/** Feed the product's own staging writers more than the throttle lets through; gives what went to staging, when. */
export async function writeBacklog(database: Database, { loads, seconds }: Backlog): Promise<readonly Written[]> {
  const lines = castSamples();
  const written: Written[] = [];
  const recorded: Database = {
    ...database,
    async stageBatch(table, loadId, part, rows) {
      const bytes = rows.reduce((sum, row) => sum + (lines[row.line % samples]?.bytes ?? 0), 0);
      written.push({ at: monotonicMs(), bytes });
      await database.stageBatch(table, loadId, part, rows);
    },
  };
  const over = new AbortController();
  const writing = Promise.all(loads.map((loadId) => writeUntil(recorded, loadId, lines, over.signal)));
  await Promise.race([sleep(seconds * 1000), writing]);
  over.abort();
  await writing;
  return written;
}

type Sample = { readonly row: StagedRow; readonly bytes: number };

function castSamples(): readonly Sample[] {
  const cast = rowCaster(sales, deployment.zone, "2026-11-24T02:00:00.000Z");
  return Array.from({ length: samples }, (_, at) => {
    const landed = landedSale(at + 1);
    const staged = cast(landed, at);
    if (staged.kind !== "row") throw unsound(`the made-up sale ${at + 1} does not fit its table`);
    return { row: staged.row, bytes: Buffer.byteLength(JSON.stringify(landed)) };
  });
}

async function writeUntil(database: Database, loadId: string, lines: readonly Sample[], over: AbortSignal) {
  await database.openLoad({
    loadId,
    table: sales.key,
    origin: "run",
    manifestKey: `bench/${loadId}`,
    manifestEtag: loadId,
    expected: 1_000_000_000,
    bytes: 1_000_000_000,
  });
  const writer = new StagingWriter(database, { table: sales, loadId, part: 1 }, over);
  try {
    for (let line = 1; !over.aborted; line++) {
      const sample = lines[line % samples];
      if (sample === undefined) continue;
      if (writer.isFull(sample.bytes)) await writer.flush();
      writer.add({ kind: "row", row: { ...sample.row, line } }, sample.bytes);
    }
    await writer.written();
  } catch (error) {
    if (!over.aborted) throw error;
  }
}
