import type { IngestResult } from "../contracts/runs.ts";
import { bytesText, countText, rateText } from "./amounts.ts";
import { assetLink } from "./page-link.ts";
import { shortDuration } from "./short-duration.ts";

/** A load on its way into its table. `ms`: since it was begun. */
export type LoadProgress = {
  readonly table: string;
  readonly loadId: string;
  readonly parts: number;
  readonly staged: number;
  readonly merged: number;
  readonly rows: number;
  readonly bytes: number;
  /** Bytes of the parts that are merged. */
  readonly mergedBytes: number;
  readonly ms: number;
};

/** The page of a load on its way. */
export const loadBoard = (load: LoadProgress): string =>
  [
    `### ${assetLink(load.table)}: ${load.merged} of ${load.parts} parts merged, ${shortDuration(load.ms)}`,
    `Load \`${load.loadId}\``,
    table(
      ["parts", "staged", "merged", "rows", "bytes", "rate"],
      [
        load.parts,
        load.staged,
        load.merged,
        countText(load.rows),
        bytesText(load.bytes),
        rateText({ rows: 0, bytes: load.mergedBytes }, load.ms),
      ],
    ),
  ].join("\n\n");

/** The page of a load that is in its table. */
export const loadedBoard = (
  { table: key, loadId, merged, unchanged, superseded, quarantined, erased }: IngestResult,
  { bytes, ms }: { readonly bytes: number; readonly ms: number },
): string =>
  [
    `### ${assetLink(key)}: ✔ loaded in ${shortDuration(ms)}`,
    `Load \`${loadId}\``,
    table(
      ["merged", "unchanged", "superseded", "quarantined", "erased", "bytes", "rate"],
      [
        ...[merged, unchanged, superseded, quarantined, erased].map(countText),
        bytesText(bytes),
        rateText({ rows: merged, bytes }, ms),
      ],
    ),
    ...(quarantined === 0 ? [] : [`\`sillage quarantine list --table ${key}\` says which rows did not fit, and why.`]),
  ].join("\n\n");

/** The page of a load that was refused. */
export const refusedBoard = (key: string, loadId: string, code: string): string =>
  [
    `### ${assetLink(key)}: ✘ refused`,
    `Load \`${loadId}\`: \`${code}\`. Once what it complains of is mended, \`sillage quarantine replay --load ${loadId}\` brings it in.`,
  ].join("\n\n");

/** A table of one row. */
const table = (names: readonly string[], cells: readonly (string | number)[]): string =>
  [`| ${names.join(" | ")} |`, `|${names.map(() => "---").join("|")}|`, `| ${cells.join(" | ")} |`].join("\n");
