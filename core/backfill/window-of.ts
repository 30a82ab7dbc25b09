import type { DaySpan } from "./read-partitions.ts";
import type { Cut } from "./track.ts";

const dayMs = 86_400_000;

/** One window of a backfill. `since` null reads from the beginning; `until` null is open. `checks` and `stale` close a track: a table's checks are measured, a mart's days that are still stale are built. */
export type BackfillWindow =
  | { readonly kind: "instants"; readonly since: string | null; readonly until: string | null }
  | { readonly kind: "days"; readonly days: readonly string[] }
  | { readonly kind: "checks" }
  | { readonly kind: "stale" };

/** The window of that number, by arithmetic. */
export function windowOf(cut: Cut, place: number): BackfillWindow {
  let number = place;
  if (cut.kind === "days") {
    for (const { from, to } of spansOf(cut)) {
      const windows = windowsIn({ from, to }, cut.days);
      if (number < windows) return { kind: "days", days: daysFrom(from, to, number * cut.days, cut.days) };
      number -= windows;
    }
    return cut.closing === true ? { kind: "stale" } : { kind: "days", days: [] };
  }
  if (number > cut.closed) return { kind: "checks" };
  if (number >= cut.closed) return { kind: "instants", since: cut.since, until: null };
  const from = Date.parse(cut.from) + number * cut.ms;
  const until = Math.min(from + cut.ms, Date.parse(cut.to));
  return { kind: "instants", since: new Date(from).toISOString(), until: new Date(until).toISOString() };
}

/** How many windows of so many days a mart's cut has: no window reaches over a gap. */
export const windowsOfDays = (cut: Extract<Cut, { kind: "days" }>): number =>
  spansOf(cut).reduce((sum, span) => sum + windowsIn(span, cut.days), 0);

const spansOf = ({ from, to, spans }: Extract<Cut, { kind: "days" }>): readonly DaySpan[] => spans ?? [{ from, to }];

const windowsIn = ({ from, to }: DaySpan, days: number): number =>
  Math.ceil((Date.parse(to) - Date.parse(from)) / dayMs / days);

function daysFrom(from: string, to: string, skip: number, most: number): readonly string[] {
  const first = Date.parse(from) + skip * dayMs;
  const count = Math.min(most, Math.round((Date.parse(to) - first) / dayMs));
  return Array.from({ length: count }, (_, at) => dayOf(first + at * dayMs));
}

/** A window as people name it. */
export function labelOf(window: BackfillWindow): string {
  if (window.kind === "checks") return "its checks";
  if (window.kind === "stale") return "what is still stale";
  if (window.kind === "days") return `${window.days.at(0)} to ${window.days.at(-1)}`;
  const { since, until } = window;
  if (since === null) return "everything";
  return until === null ? `since ${minute(since)}` : `${minute(since)} to ${minute(until)}`;
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const minute = (instant: string): string => `${instant.slice(0, 16)}Z`;
