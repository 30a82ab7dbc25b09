import { readingOf } from "../../core/backfill/reading-of.ts";
import type { Track } from "../../core/backfill/track.ts";
import { countIn } from "../../core/backfill/walk-windows.ts";
import { labelOf, windowOf } from "../../core/backfill/window-of.ts";
import type { BackfillProgress, TrackProgress } from "../../workflows/contracts/backfills.ts";
import { shortDuration } from "../../workflows/logic/short-duration.ts";
import { toTable } from "../output.ts";
import type { ToldBackfill } from "./read-backfills.ts";

/** A backfill's plan for people: how each asset is cut, its first and its last window, how it is read. */
export const planLines = (tracks: readonly Track[]): readonly string[] =>
  toTable(
    ["asset", "kind", "windows", "first", "last", "read"],
    tracks.map(({ asset, kind, windows, cut }) => [
      asset,
      kind,
      windows,
      labelOf(windowOf(cut, 0)),
      labelOf(windowOf(cut, windows - 1)),
      readingOf(cut).says,
    ]),
  );

/** What a backfill that starts says of each asset: how it will be read. */
export const readingLines = (tracks: readonly Track[]): readonly string[] =>
  tracks.map(({ asset, cut }) => `${asset}: ${readingOf(cut).says}`);

/** Where a backfill is, on one line. */
export function progressLine({ phase, tracks, remainingMs, behind }: BackfillProgress): string {
  if (phase === "queued" && behind.length > 0) return `waits for ${behind.join(", ")}`;
  const sum = (of: (track: TrackProgress) => number): number => tracks.reduce((total, track) => total + of(track), 0);
  const counts = (["done", "failed", "skipped", "cancelled"] as const)
    .map((state) => ({ state, count: sum((track) => track[state]) }))
    .filter(({ state, count }) => state === "done" || count > 0)
    .map(({ state, count }) => `${count} ${state}`);
  const left = remainingMs === null || remainingMs === 0 ? "" : `, about ${shortDuration(remainingMs)} left`;
  return `${phase}: ${counts.join(", ")} of ${sum(({ windows }) => windows)} windows, ${sum(({ rows }) => rows)} rows${left}`;
}

/** Each asset of a backfill in a table. */
export const trackLines = (tracks: readonly TrackProgress[]): readonly string[] =>
  toTable(
    ["asset", "windows", "done", "in work", "failed", "skipped", "cancelled", "rows"],
    tracks.map(({ asset, windows, done, inWork, failed, skipped, cancelled, rows }) => [
      asset,
      windows,
      done,
      inWork,
      failed,
      skipped,
      cancelled,
      rows,
    ]),
  );

/** Where a backfill is, with its assets and the failures that are remembered. */
export const statusLines = (progress: BackfillProgress): readonly string[] => [
  progressLine(progress),
  ...(progress.tracks.length === 0 ? [] : ["", ...trackLines(progress.tracks)]),
  ...progress.failures.map(({ asset, window, why }) => `✘ ${asset} ${window}: ${why}`),
];

/** Backfills of our own tables, one line each. */
export const listLines = (backfills: readonly ToldBackfill[]): readonly string[] =>
  backfills.length === 0
    ? ["There was no backfill yet."]
    : toTable(
        ["id", "state", "selection", "from", "to", "windows", "failed", "started"],
        backfills.map(({ id, state, request, tracks, startedAt }) => [
          id,
          state,
          request.selection,
          request.from,
          request.to,
          tracks.reduce((total, { windows }) => total + windows, 0),
          countIn(tracks, "failed"),
          startedAt,
        ]),
      );
