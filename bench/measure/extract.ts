import { createExtractPages } from "../../activities/extract-pages.ts";
import { tableOf } from "../../activities/tables.ts";
import { createSealer } from "../../pii/create-sealer.ts";
import { runActivity } from "../../test/harness/run-activity.ts";
import type { BenchContext } from "../context.ts";
import { deployment } from "../deployment/index.ts";
import { newId } from "../../db/postgres/new-id.ts";
import { grouped, median, secondsOf, type Measurement } from "../measurement.ts";
import { startSource } from "../source/start-source.ts";
import { openTestKeys } from "../test-keys.ts";
import { unsound } from "../unsound.ts";

const volumes = {
  tiny: { rows: 20_000, rounds: 1 },
  small: { rows: 100_000, rounds: 2 },
  full: { rows: 500_000, rounds: 3 },
};
const pageRows = 5_000;
const least = 65_000;

/** REST pages to JSON Lines in the store through the activity that extractions run, of a table with nothing to seal; beside it the source alone, and the reader alone. */
export const extract: Measurement = {
  about: "REST pages to JSON Lines in the store, nothing to seal, beside what the source itself gives",
  async run(context) {
    const { rows, rounds } = volumes[context.size];
    const source = await startSource(rows, pageRows);
    const { kind, land } = await lander(context, source.reader, rows);
    const seconds: { source: number; reader: number; product: number }[] = [];
    for (let round = 0; round < rounds; round++)
      seconds.push({
        source: await secondsOf(source.drain),
        reader: await secondsOf(() => discard(source.reader)),
        product: await secondsOf(land),
      });
    await source.close();
    const speed = (side: "source" | "reader" | "product"): number => rows / median(seconds.map((round) => round[side]));
    const [product, reader, ceiling] = [speed("product"), speed("reader"), speed("source")];
    return [
      {
        id: "extract",
        what: `REST pages → JSON Lines in ${kind}, ${grouped(rows)} rows, nothing to seal (median of ${rounds})`,
        measured: `${grouped(product)} rows/s; the source gives ${grouped(ceiling)} rows/s, read and thrown away by our reader ${grouped(reader)} rows/s`,
        goal: `at least ${grouped(least)} rows/s`,
        met: product >= least,
        values: { rowsPerSecond: product, sourceRowsPerSecond: ceiling, readerRowsPerSecond: reader },
      },
    ];
  },
};

type Reader = Awaited<ReturnType<typeof startSource>>["reader"];

const pass = {
  table: "sales",
  pass: "full",
  since: null,
  version: null,
  until: "2026-11-24T02:00:00.000Z",
  day: "2026-11-24",
  fence: 1,
  mark: {},
} as const;

async function lander(context: BenchContext, reader: Reader, rows: number) {
  const { kind, store } = await context.store();
  const extractPages = createExtractPages({
    graph: deployment.graph,
    reader,
    sealer: createSealer(await openTestKeys()),
    store,
    clock: { now: () => new Date() },
    lookups: new Map(),
    partBytes: 8_000_000,
    quarantine: { share: 0.001, rows: 100 },
  });
  const land = async (): Promise<void> => {
    const landed = await runActivity(extractPages, { ...pass, loadId: newId() });
    if (landed.rows !== rows) throw unsound(`${landed.rows} rows were landed, not ${rows}`);
  };
  return { kind, land };
}

async function discard(reader: Reader): Promise<void> {
  const table = tableOf(deployment.graph, pass.table);
  const request = {
    source: table.source,
    table: table.key,
    read: table.read,
    since: undefined,
    version: undefined,
    until: pass.until,
    from: undefined,
  };
  for await (const page of reader.pages(request, new AbortController().signal)) void page;
}
