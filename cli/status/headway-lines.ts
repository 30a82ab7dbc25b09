import type { Seen } from "../../activities/pass-reading.ts";
import type { OpenLoad } from "../../core/ports/database.ts";
import type { Status } from "./read-status.ts";

/** How far what is on its way is, a line each: tables that are read, loads that are staged. */
export const headwayLines = ({ assets, openLoads }: Pick<Status, "assets" | "openLoads">): readonly string[] => [
  ...assets.flatMap(({ asset, reading }) => (reading === null ? [] : [readLine(asset, reading)])),
  ...openLoads.map(stagedLine),
];

/** Rates are those of the whole pass: one look knows no newer one. */
function readLine(asset: string, { rows, bytes, ahead, elapsedMs }: Seen): string {
  const total = ahead === null ? "" : ` of ${grouped(rows + ahead)}`;
  const seconds = elapsedMs / 1000;
  const rate = seconds > 0 ? ` at ${grouped(rows / seconds)} rows/s, ${megabytes(bytes / seconds)} MB/s` : "";
  return `${asset} is read: ${grouped(rows)}${total} rows, ${megabytes(bytes)} MB${rate}`;
}

const stagedLine = ({ table, staged, expected, bytes }: OpenLoad): string =>
  `${table} is loaded: ${grouped(Math.min(staged, expected))} of ${grouped(expected)} rows staged, ${megabytes(bytes)} MB in all`;

const grouped = (count: number): string => Math.round(count).toLocaleString("en-US");
const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);
