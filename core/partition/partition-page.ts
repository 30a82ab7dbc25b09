import { businessDay } from "../cast/zone.ts";
import type { PartitionSpec } from "../spec/asset.ts";

/** Partitions on a page. */
export const partitionsPerPage = 100;

const dayMs = 86_400_000;

/** Partitions of a mart that follow each other in one state, days included at both ends. `failed`: the newest attempt at them failed, a run's or a backfill's. `stale`: something that they are made of was materialised since they were. */
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

/** The first and the last day of a mart. */
export type DayEnds = { readonly first: string; readonly last: string };

/** The days of a mart: from the first that it declares to today in its zone, and as far as `filled`, the days that it has rows of. Undefined of one that has not begun. */
export function daysOfMart({ from, zone }: PartitionSpec, filled: DayEnds | undefined, now: Date): DayEnds | undefined {
  const today = businessDay(now.toISOString(), zone);
  const first = filled !== undefined && filled.first < from ? filled.first : from;
  const last = filled !== undefined && filled.last > today ? filled.last : today;
  return first <= last ? { first, last } : undefined;
}

/** The days of a page, by arithmetic; a page beyond the last one is the last. */
export function placeOf({ first, last }: DayEnds, page: number): PagePlace {
  const [oldest, newest] = [Date.parse(first), Date.parse(last)];
  const partitions = (newest - oldest) / dayMs + 1;
  const pages = Math.ceil(partitions / partitionsPerPage);
  const chosen = Math.min(page, pages);
  const to = newest - (chosen - 1) * partitionsPerPage * dayMs;
  const from = Math.max(oldest, to - (partitionsPerPage - 1) * dayMs);
  return { page: chosen, pages, partitions, from: dayOf(from), to: dayOf(to) };
}

/** What is known of a page's days: rows of those that have some, whether a day is older than what it is made of, whether the newest attempt at it failed. */
type Held = {
  readonly filled: readonly DayRows[];
  readonly stale: (day: string) => boolean;
  readonly failed: (day: string) => boolean;
};

/** The days of a page in ranges of one state, newest first. What failed is told before what is stale, and that before what is there. */
export function rangesOf(
  { from, to }: Pick<PagePlace, "from" | "to">,
  { filled, stale, failed }: Held,
): readonly PartitionRange[] {
  const rowsOf = new Map(filled.map(({ day, rows }) => [day, rows]));
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

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
