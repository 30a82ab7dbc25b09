import { memberOf } from "../backfill/ranges.ts";
import type { BackfillRecord, Track } from "../backfill/track.ts";
import { numberOf } from "../backfill/window-of.ts";

/** Partitions on a page. */
export const partitionsPerPage = 100;

const dayMs = 86_400_000;

/** Partitions of a mart that follow each other in one state, days included at both ends. `failed`: the last backfill could not do them. `stale`: something that they are made of was materialised since they were. */
export type PartitionRange = {
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly state: "filled" | "empty" | "stale" | "failed";
  readonly rows: number;
};

/** Where a page lies. Pages count from 1; the last days come first. */
export type PagePlace = {
  readonly page: number;
  readonly pages: number;
  readonly partitions: number;
  readonly from: string;
  readonly to: string;
};

/** Rows of one day. */
export type DayRows = { readonly day: string; readonly rows: number };

/** The days of a page, by arithmetic; a page beyond the last one is the last. `first` and `last` are the mart's days. */
export function placeOf({ first, last }: { readonly first: string; readonly last: string }, page: number): PagePlace {
  const [oldest, newest] = [Date.parse(first), Date.parse(last)];
  const partitions = (newest - oldest) / dayMs + 1;
  const pages = Math.ceil(partitions / partitionsPerPage);
  const chosen = Math.min(page, pages);
  const to = newest - (chosen - 1) * partitionsPerPage * dayMs;
  const from = Math.max(oldest, to - (partitionsPerPage - 1) * dayMs);
  return { page: chosen, pages, partitions, from: dayOf(from), to: dayOf(to) };
}

/** The windows of an asset that the last backfill which worked on its days could not do. */
export function lastTrack(backfills: readonly Pick<BackfillRecord, "tracks" | "state">[], asset: string) {
  for (const { tracks, state } of backfills) {
    const track = state === "running" ? undefined : tracks.find((one) => one.asset === asset);
    if (track !== undefined) return track;
  }
  return undefined;
}

/** What a mart holds of a page: days with rows, and whether a day is older than what it is made of. */
type Held = { readonly filled: readonly DayRows[]; readonly stale: (day: string) => boolean };

/** The days of a page in ranges of one state, newest first. What failed is told before what is stale, and that before what is there. */
export function rangesOf(
  { from, to }: Pick<PagePlace, "from" | "to">,
  { filled, stale }: Held,
  track: Pick<Track, "cut" | "failed"> | undefined,
): readonly PartitionRange[] {
  const rowsOf = new Map(filled.map(({ day, rows }) => [day, rows]));
  const failed = failedDays(track);
  const ranges: PartitionRange[] = [];
  for (let at = Date.parse(to); at >= Date.parse(from); at -= dayMs) {
    const day = dayOf(at);
    const rows = rowsOf.get(day) ?? 0;
    const state = failed(day) ? "failed" : stale(day) ? "stale" : rows > 0 ? "filled" : "empty";
    const last = ranges.at(-1);
    if (last?.state === state)
      ranges[ranges.length - 1] = { ...last, from: day, days: last.days + 1, rows: last.rows + rows };
    else ranges.push({ from: day, to: day, days: 1, state, rows });
  }
  return ranges;
}

function failedDays(track: Pick<Track, "cut" | "failed"> | undefined): (day: string) => boolean {
  if (track === undefined || track.failed === "") return () => false;
  const isFailed = memberOf(track.failed);
  return (day) => {
    const number = numberOf(track.cut, day);
    return number !== undefined && isFailed(number);
  };
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
