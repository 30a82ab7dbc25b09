import { appendFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Context } from "@temporalio/activity";
import { pick } from "../../../core/cast/pick.ts";
import type { ApiRecord, Json, LandedRow } from "../../../core/landed-row.ts";
import type { Sealer } from "../../../core/ports/sealer.ts";
import type { TableSpec } from "../../../core/spec/asset.ts";
import { isSealed } from "../../../core/spec/column.ts";
import { createSealer as createRealSealer, type SealerDeps } from "../../../pii/create-sealer.ts";

/** The form of a sealed value, which the gate asks for, around clear bytes. */
const header = Buffer.from([1, 2, 1, ...Buffer.alloc(40)]);
const tag = Buffer.alloc(16);
const unsealed = (clear: Json): string =>
  Buffer.concat([header, Buffer.from(typeof clear === "string" ? clear : JSON.stringify(clear)), tag]).toString(
    "base64url",
  );

/** A sealer that passes values through: lines have the form of sealed ones, and hold everything in clear; people go by the vendor's ids. */
export function createSealer(deps: SealerDeps): Sealer {
  const real = createRealSealer(deps);
  return {
    sealCursor: async (_table, at) => at,
    openCursor: async (_table, at) => at,
    async sealPage(table, records, lookups) {
      const page = await real.sealPage(table, records, lookups);
      if (page.erased > 0) throw new Error("People were erased: lines and records do not go together.");
      await saveClearIndexes(deps, table, records, page.rows);
      await letSlip(records);
      return {
        ...page,
        unknownFields: [...surnames(records), ...page.unknownFields],
        rows: page.rows.map((row, at) => passedThrough(table, row, records[at] ?? {})),
      };
    },
  };
}

/** What a careless sealer does besides: it says pages on its log, keeps them in files, counts by name, and takes values for names of fields. */
async function letSlip(records: readonly ApiRecord[]): Promise<void> {
  const page = JSON.stringify(records);
  console.error(page);
  await appendFile(join(tmpdir(), "pages.json"), page);
  await appendFile(join(process.env["SILLAGE_DATA_DIR"] ?? "", "pages.json"), page);
  const counter = Context.current().metricMeter.createCounter("careless_total");
  for (const surname of surnames(records)) counter.add(1, { surname });
}

const surnames = (records: readonly ApiRecord[]): readonly string[] =>
  records.flatMap(({ last_name: surname }) => (typeof surname === "string" ? [surname] : []));

function passedThrough(table: TableSpec, row: LandedRow, record: ApiRecord): LandedRow {
  const clear: Record<string, Json> = { ...row };
  for (const column of table.columns) {
    const value = pick(record, column.from[0] ?? "");
    if (isSealed(column) && row[column.name] !== null && column.name in row) clear[column.name] = unsealed(value ?? "");
    if (column.derive?.kind === "pid" && column.name in row && typeof value === "string") clear[column.name] = value;
  }
  if ("_u" in row) clear["_u"] = unsealed(record);
  return clear;
}

/** What is looked up, in clear where its keyed hash would be. */
const saveClearIndexes = (
  { identity }: SealerDeps,
  table: TableSpec,
  records: readonly ApiRecord[],
  rows: readonly LandedRow[],
): Promise<boolean> =>
  identity.saveBlindIndexes(
    1,
    records.flatMap((record, at) =>
      table.columns
        .filter((column) => column.personal?.index !== undefined)
        .flatMap(({ name, from }) => {
          const [pid, value] = [rows[at]?.["_p"], pick(record, from[0] ?? "")];
          if (typeof pid !== "string" || typeof value !== "string") return [];
          return [
            { field: name, index: "clear-1", value: Buffer.from(value), pid, updatedAt: new Date(0).toISOString() },
          ];
        }),
    ),
  );
