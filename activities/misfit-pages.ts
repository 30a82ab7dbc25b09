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

/** Seal lines that did not fit again under today's declaration; lines that fitted at landing stay as they are. People erased by now are counted, their rows gone; a restricted person's do not open, and stay lines that do not fit. */
export async function sealAgain(
  { opener, sealer }: Pick<ActivityDeps, "opener" | "sealer">,
  table: TableSpec,
  rows: readonly LandedRow[],
  lookups: Parameters<ActivityDeps["sealer"]["sealPage"]>[2],
): Promise<ForeignPage> {
  const misfits = rows.filter((row) => "_misfit" in row);
  const opened = await Promise.all(misfits.map((row) => openAgain(opener, table, row)));
  const records = opened.flatMap((one) => (one.kind === "record" ? [one.record] : []));
  const shut = opened.flatMap((one) => (one.kind === "restricted" ? [one.row] : []));
  const page = await sealer.sealPage(table, records, lookups);
  return {
    rows: [...page.rows, ...shut, ...rows.filter((row) => !("_misfit" in row))],
    misfits: page.misfits + shut.length,
    erased: page.erased + opened.length - records.length - shut.length,
    unknownFields: page.unknownFields,
  };
}

type Opened =
  | { readonly kind: "record"; readonly record: ApiRecord }
  | { readonly kind: "restricted"; readonly row: LandedRow }
  | { readonly kind: "erased" };

async function openAgain(opener: ActivityDeps["opener"], table: TableSpec, row: LandedRow): Promise<Opened> {
  // Of who was erased before the record came, nothing but the misfit was landed.
  if (row["_u"] === undefined) return { kind: "erased" };
  try {
    return { kind: "record", record: await opener.openRecord(table, row) };
  } catch (error) {
    const code = error instanceof SillageError ? error.code : undefined;
    if (code === "pii.restricted") return { kind: "restricted", row };
    if (code === "pii.erased" || code === "pii.unknown-person") return { kind: "erased" };
    throw error;
  }
}
