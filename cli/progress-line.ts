import type { OpenLoad } from "../core/ports/database.ts";
import type { RunProgress } from "../workflows/contracts/progress.ts";

/** A count at an instant, and how fast it grows a second, smoothed. */
type Pace = { readonly count: number; readonly perSecond: number };
/** What was staged at an instant (ms), kept between two looks: bytes in all, rows by load. */
export type RateSample = { readonly at: number; readonly bytes: Pace; readonly rows: ReadonlyMap<string, Pace> };

const width = 20;
/** Weight of the newest look in the smoothed pace. */
const weight = 0.3;

/** One line of a run's progress: a bar over its assets, rows and bytes on their way, rate, time left, rows a second of each table. */
export function progressLine(
  progress: RunProgress,
  loads: readonly OpenLoad[],
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
  };
  const share = progress.total === 0 ? 1 : progress.ended.length / progress.total;
  const filled = Math.round(share * width);
  const parts = [
    `[${"█".repeat(filled)}${"░".repeat(width - filled)}] ${progress.ended.length} of ${progress.total} assets`,
    ...totals(loads, sum(loads, staged), sample.bytes),
    ...tables(progress, loads, sample),
  ];
  return { line: parts.join(" · "), sample };
}

function totals(loads: readonly OpenLoad[], staged: number, bytes: Pace): readonly string[] {
  const expected = sum(loads, (load) => load.expected);
  if (expected === 0) return [];
  const total = sum(loads, (load) => load.bytes);
  const left =
    bytes.perSecond > 0 && total > bytes.count ? `, ${duration((total - bytes.count) / bytes.perSecond)} left` : "";
  return [
    `${grouped(staged)} of ${grouped(expected)} rows, ${megabytes(bytes.count)} of ${megabytes(total)} MB at ${megabytes(bytes.perSecond)} MB/s${left}`,
  ];
}

/** Each table being loaded with its rows a second, then the other assets being worked on. */
function tables(progress: RunProgress, loads: readonly OpenLoad[], sample: RateSample): readonly string[] {
  const loading = loads.map(
    (load) => `${load.table} ${grouped(Math.round(sample.rows.get(load.loadId)?.perSecond ?? 0))} rows/s`,
  );
  const others = progress.running.filter((asset) => !loads.some((load) => load.table === asset));
  const names = [...loading, ...others];
  return names.length === 0 ? [] : [names.join(", ")];
}

function paced(before: Pace | undefined, count: number, seconds: number): Pace {
  if (before === undefined || seconds <= 0 || count < before.count) return { count, perSecond: before?.perSecond ?? 0 };
  const now = (count - before.count) / seconds;
  return { count, perSecond: before.perSecond === 0 ? now : before.perSecond * (1 - weight) + now * weight };
}

const sum = (loads: readonly OpenLoad[], of: (load: OpenLoad) => number): number =>
  loads.reduce((total, load) => total + of(load), 0);
const grouped = (count: number): string => count.toLocaleString("en-US");
const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);
const duration = (seconds: number): string => {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};
