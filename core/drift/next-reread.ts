import type { RereadPlace } from "../ports/drift.ts";
import type { TableSpec } from "../spec/asset.ts";

/** How fast history is read again: all of it in so many nights, or not at all. */
export type RereadPace = { readonly nights: number; readonly paused: boolean };

/** What is to be read again tonight: a span of history (`since` null: everything), nothing; or where it begins from. Instants are ISO. */
export type NextReread =
  | { readonly kind: "nothing" }
  | { readonly kind: "begin"; readonly until: string | null }
  | { readonly kind: "read"; readonly since: string | null; readonly until: string };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Two re-readings of a table are at least this far apart: a second run of a day makes none. */
const nightMs = 20 * hourMs;
const nothing: NextReread = { kind: "nothing" };

/**
 * The table's next share of history. Where an API takes an upper end, a span that follows the one before, so that no
 * instant is passed over while history grows; where it takes none, everything, every so many nights, each table in
 * another one. Tables without a filter are read whole by every pass, those filtered by creation each Sunday: nothing.
 */
export function nextReread(
  table: Pick<TableSpec, "key" | "read">,
  last: RereadPlace | undefined,
  { now, pace }: { readonly now: Date; readonly pace: RereadPace },
): NextReread {
  const { filter, overlapMs } = table.read;
  if (pace.paused || filter.kind === "none" || filter.kind === "created-since") return nothing;
  if (last === undefined)
    return { kind: "begin", until: filter.kind === "window" ? null : firstDue(table.key, now, pace) };
  if (now.getTime() - Date.parse(last.at) < nightMs) return nothing;
  if (filter.kind === "window")
    return nextSpan(last.until, { from: Date.parse(filter.from), end: now.getTime() - overlapMs, nights: pace.nights });
  const due = now.getTime() - Date.parse(last.until ?? last.at) >= pace.nights * dayMs - 4 * hourMs;
  return due ? { kind: "read", since: null, until: now.toISOString() } : nothing;
}

/** History from `from` to `end`, which moves on. A rest of less than half a share is read with the last one, or left to the next round. */
function nextSpan(
  last: string | null,
  { from, end, nights }: { readonly from: number; readonly end: number; readonly nights: number },
): NextReread {
  if (end <= from) return nothing;
  const share = (end - from) / nights;
  const begins = last === null || Date.parse(last) >= end - share / 2 ? from : Math.max(from, Date.parse(last));
  const ends = begins + share >= end - share / 2 ? end : begins + share;
  return { kind: "read", since: iso(begins), until: iso(ends) };
}

/** As if the table had been read on another night of the last ones: tables are not read whole in one night together. */
function firstDue(key: string, now: Date, { nights }: RereadPace): string {
  const place = new TextEncoder().encode(key).reduce((sum, byte) => (sum * 31 + byte) % 9_973, 7) % nights;
  return iso(now.getTime() - place * dayMs);
}

const iso = (ms: number): string => new Date(ms).toISOString();
