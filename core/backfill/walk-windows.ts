import { countOf, firstOf, less, union, upTo, without, type Ranges } from "./ranges.ts";
import type { Track } from "./track.ts";

/** How a window ended. */
export type WindowEnd = { readonly state: "done" | "failed" | "skipped" | "cancelled"; readonly rows: number };
/** How many windows of an asset are in work. */
type InWork = (asset: string) => number;

/**
 * The next window to start, undefined while none may: an asset's windows after all of those it comes after; a table's
 * closed ones in any number at once, its open one after them, then its checks, a mart's one at a time, since each holds the mart.
 */
export function nextWindow(
  tracks: readonly Track[],
  inWork: InWork,
): { readonly track: Track; readonly number: number } | undefined {
  const over = (asset: string): boolean => {
    const track = tracks.find((candidate) => candidate.asset === asset);
    return track === undefined || (track.todo === "" && inWork(asset) === 0);
  };
  for (const track of tracks) {
    const number = firstOf(track.todo);
    if (number === undefined || !track.after.every(over)) continue;
    const alone = track.cut.kind === "days" || number >= track.cut.closed;
    if (!alone || inWork(track.asset) === 0) return { track, number };
  }
  return undefined;
}

/** A window was started. */
export const taken = (tracks: readonly Track[], asset: string, number: number): readonly Track[] =>
  changed(tracks, asset, (track) => ({ ...track, todo: without(track.todo, number) }));

/** A window ended. What comes after an asset whose closing window failed, by a check that blocks for one, is left alone. */
export function ended(tracks: readonly Track[], asset: string, number: number, end: WindowEnd): readonly Track[] {
  const kept = changed(tracks, asset, (track) => ({
    ...track,
    rows: track.rows + end.rows,
    ...(end.state !== "done" && { [end.state]: union(track[end.state], String(number)) }),
  }));
  const lost = kept.find((track) => track.asset === asset && closingOf(track) === String(number));
  return lost === undefined || end.state !== "failed" ? kept : leftAfter(kept, asset);
}

const leftAfter = (tracks: readonly Track[], asset: string): readonly Track[] =>
  tracks.map((track) =>
    track.after.includes(asset) ? { ...track, skipped: union(track.skipped, track.todo), todo: "" } : track,
  );

/** The number of the window that closes a track, none where none does. */
const closingOf = ({ cut, windows }: Track): Ranges => (cut.closing === true ? String(windows - 1) : "");

/** Nothing more is started. */
export const cancelled = (tracks: readonly Track[]): readonly Track[] =>
  tracks.map((track) => ({ ...track, cancelled: union(track.cancelled, track.todo), todo: "" }));

/**
 * What failed, what was skipped, and what was never come to is to be done again, and so is every window of a mart that
 * comes after it: which days the missing rows are of, nobody knows. What closes a track is done again with anything
 * of it. What was cancelled stays so.
 */
export function again(tracks: readonly Track[]): readonly Track[] {
  const redone = new Set<string>();
  // Tracks are in dependency order: what comes before a mart is known when the mart is come to.
  return tracks.map((track) => {
    const behind = track.kind === "mart" && track.after.some((asset) => redone.has(asset));
    const todo = behind ? less(upTo(track.windows), track.cancelled) : unfinished(track);
    if (todo !== "") redone.add(track.asset);
    return { ...track, todo, failed: "", skipped: "" };
  });
}

function unfinished(track: Track): Ranges {
  const left = union(union(track.todo, track.failed), track.skipped);
  return left === "" ? left : less(union(left, closingOf(track)), track.cancelled);
}

/** Windows of all tracks that are in one of their lists. */
export const countIn = (tracks: readonly Track[], list: "todo" | "failed" | "skipped" | "cancelled"): number =>
  tracks.reduce((sum, track) => sum + countOf(track[list]), 0);

const changed = (tracks: readonly Track[], asset: string, change: (track: Track) => Track): readonly Track[] =>
  tracks.map((track) => (track.asset === asset ? change(track) : track));
