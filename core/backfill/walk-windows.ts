import { countOf, firstOf, less, union, upTo, without, type Ranges } from "./ranges.ts";
import type { Track } from "./track.ts";

/** How a window ended. */
export type WindowEnd = { readonly state: "done" | "failed" | "skipped" | "cancelled"; readonly rows: number };
/** How many windows of an asset are in work. */
type InWork = (asset: string) => number;

/**
 * The next window to start, undefined while none may: an asset's windows after all of those it comes after; a table's
 * closed ones in any number at once and its open one after them, a mart's one at a time, since each holds the mart.
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

/** A window ended. */
export const ended = (tracks: readonly Track[], asset: string, number: number, end: WindowEnd): readonly Track[] =>
  changed(tracks, asset, (track) => ({
    ...track,
    rows: track.rows + end.rows,
    ...(end.state !== "done" && { [end.state]: union(track[end.state], String(number)) }),
  }));

/** Nothing more is started. */
export const cancelled = (tracks: readonly Track[]): readonly Track[] =>
  tracks.map((track) => ({ ...track, cancelled: union(track.cancelled, track.todo), todo: "" }));

/**
 * What failed, what was skipped, and what was never come to is to be done again, and so is every window of a mart that
 * comes after it: which days the missing rows are of, nobody knows. What was cancelled stays so.
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

const unfinished = ({ todo, failed, skipped }: Track): Ranges => union(union(todo, failed), skipped);

/** Windows of all tracks that are in one of their lists. */
export const countIn = (tracks: readonly Track[], list: "todo" | "failed" | "skipped" | "cancelled"): number =>
  tracks.reduce((sum, track) => sum + countOf(track[list]), 0);

const changed = (tracks: readonly Track[], asset: string, change: (track: Track) => Track): readonly Track[] =>
  tracks.map((track) => (track.asset === asset ? change(track) : track));
