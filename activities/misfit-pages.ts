import { SillageError } from "../core/errors.ts";
import type { ApiRecord, LandedRow } from "../core/landed-row.ts";
import type { PartInfo } from "../core/manifest.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { linesOf } from "./adapters/line-codec.ts";
import type { ActivityDeps } from "./deps.ts";
import type { ForeignPage } from "./land-foreign.ts";
import { parseLine } from "./parse-line.ts";
import { readPart } from "./read-part.ts";

/** Some lines of a landed part that is what its manifest says, in pages. Throws `load.altered`, `store.missing`. */
export async function* someLines(
  store: ActivityDeps["store"],
  info: PartInfo,
  wanted: (line: number, row: LandedRow) => boolean,
  signal?: AbortSignal,
): AsyncIterable<readonly LandedRow[]> {
  let line = 0;
  for (const texts of linesOf(await readPart(store, info, signal)))
    yield texts
      .map((text) => parseLine(info, text, ++line))
      .filter((row, at) => wanted(line - texts.length + at + 1, row));
}

/** Seal lines that did not fit again under today's declaration; lines that fitted at landing stay as they are. People erased since are counted, their rows gone. */
export async function sealAgain(
  { opener, sealer }: Pick<ActivityDeps, "opener" | "sealer">,
  table: TableSpec,
  rows: readonly LandedRow[],
  lookups: Parameters<ActivityDeps["sealer"]["sealPage"]>[2],
): Promise<ForeignPage> {
  const misfits = rows.filter((row) => "_misfit" in row);
  const opened = await Promise.all(misfits.map((row) => opener.openRecord(table, row).catch(ifErased)));
  const records = opened.filter((record): record is ApiRecord => record !== undefined);
  const page = await sealer.sealPage(table, records, lookups);
  return {
    rows: [...page.rows, ...rows.filter((row) => !("_misfit" in row))],
    misfits: page.misfits,
    erased: page.erased + opened.length - records.length,
    unknownFields: page.unknownFields,
  };
}

function ifErased(error: unknown): undefined {
  if (!(error instanceof SillageError) || error.code !== "pii.unknown-person") throw error;
}
