import type { OpenLoad } from "../core/ports/database.ts";
import type { RunProgress } from "../workflows/contracts/progress.ts";
import { paced, timeLeft, type Pace } from "./pace.ts";
import { progressBar } from "./progress-bar.ts";
import type { TableReading } from "./reading-tables.ts";

/** What was staged and read at an instant (ms), kept between two looks: bytes in all, rows by load, rows and bytes read by table. */
export type RateSample = {
  readonly at: number;
  readonly bytes: Pace;
  readonly rows: ReadonlyMap<string, Pace>;
  readonly read: ReadonlyMap<string, ReadPace>;
};
type ReadPace = { readonly rows: Pace; readonly bytes: Pace };

/** What is on its way: loads being staged, tables being read. */
export type UnderWay = { readonly loads: readonly OpenLoad[]; readonly readings: readonly TableReading[] };

/** One line of a run's progress: a bar over its assets; rows and bytes being staged, rate, time left, rows a second of each table; then rows, bytes, rate and time left of each table that is still read. */
export function progressLine(
  progress: RunProgress,
  { loads, readings }: UnderWay,
  at: number,
  before: RateSample | undefined,
): { readonly line: string; readonly sample: RateSample } {
  const seconds = before === undefined ? 0 : (at - before.at) / 1000;
  const staged = (load: OpenLoad): number => Math.min(load.staged, load.expected);
  const bytesOf = (load: OpenLoad): number => (load.expected === 0 ? 0 : (load.bytes * staged(load)) / load.expected);
  const sample: RateSample = {
    at,
    bytes: paced(before?.bytes, sum(loads, bytesOf), seconds),
    rows: new Map(loads.map((load) => [load.loadId, paced(before?.rows.get(load.loadId), staged(load), seconds)])),
    read: new Map(readings.map((one) => [one.table, readPace(before?.read.get(one.table), one, seconds)])),
  };
  const share = progress.total === 0 ? 1 : progress.ended.length / progress.total;
  const parts = [
    `${progressBar(share)} ${progress.ended.length} of ${progress.total} assets`,
    ...totals(loads, sum(loads, staged), sample.bytes),
    ...tables(progress, { loads, readings }, sample),
    ...readings.map((reading) => readingText(reading, sample)),
  ];
  return { line: parts.join(" · "), sample };
}

function totals(loads: readonly OpenLoad[], staged: number, bytes: Pace): readonly string[] {
  const expected = sum(loads, (load) => load.expected);
  if (expected === 0) return [];
  const total = sum(loads, (load) => load.bytes);
  const left = timeLeft(total - bytes.count, bytes);
  return [
    `${grouped(staged)} of ${grouped(expected)} rows, ${megabytes(bytes.count)} of ${megabytes(total)} MB at ${megabytes(bytes.perSecond)} MB/s${left}`,
  ];
}

/** Each table being loaded with its rows a second, then the other assets being worked on, but those that are read. */
function tables(progress: RunProgress, { loads, readings }: UnderWay, sample: RateSample): readonly string[] {
  const loading = loads.map(
    (load) => `${load.table} ${grouped(Math.round(sample.rows.get(load.loadId)?.perSecond ?? 0))} rows/s`,
  );
  const told = new Set([...loads, ...readings].map(({ table }) => table));
  const others = progress.running.filter((asset) => !told.has(asset));
  const names = [...loading, ...others];
  return names.length === 0 ? [] : [names.join(", ")];
}

/** How far the reading of a table is; all rows and the time left where its API tells a total. */
function readingText({ table, rows, bytes, ahead }: TableReading, { read }: RateSample): string {
  const pace = read.get(table);
  const total = ahead === null ? "" : ` of ${grouped(rows + ahead)}`;
  const left = pace === undefined ? "" : timeLeft(ahead ?? 0, pace.rows);
  const rate = `${grouped(Math.round(pace?.rows.perSecond ?? 0))} rows/s, ${megabytes(pace?.bytes.perSecond ?? 0)} MB/s`;
  return `${table} read: ${grouped(rows)}${total} rows, ${megabytes(bytes)} MB at ${rate}${left}`;
}

const readPace = (before: ReadPace | undefined, { rows, bytes }: TableReading, seconds: number): ReadPace => ({
  rows: paced(before?.rows, rows, seconds),
  bytes: paced(before?.bytes, bytes, seconds),
});

const sum = (loads: readonly OpenLoad[], of: (load: OpenLoad) => number): number =>
  loads.reduce((total, load) => total + of(load), 0);
const grouped = (count: number): string => count.toLocaleString("en-US");
const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);
