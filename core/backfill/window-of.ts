import type { Cut } from "./track.ts";

const dayMs = 86_400_000;

/** One window of a backfill. `since` null reads from the beginning; `until` null is open. */
export type BackfillWindow =
  | { readonly kind: "instants"; readonly since: string | null; readonly until: string | null }
  | { readonly kind: "days"; readonly days: readonly string[] };

/** The window of that number, by arithmetic. */
export function windowOf(cut: Cut, number: number): BackfillWindow {
  if (cut.kind === "days") {
    const [from, to] = [Date.parse(cut.from) + number * cut.days * dayMs, Date.parse(cut.to)];
    const count = Math.min(cut.days, Math.round((to - from) / dayMs));
    return { kind: "days", days: Array.from({ length: count }, (_, at) => dayOf(from + at * dayMs)) };
  }
  if (number >= cut.closed) return { kind: "instants", since: cut.since, until: null };
  const from = Date.parse(cut.from) + number * cut.ms;
  const until = Math.min(from + cut.ms, Date.parse(cut.to));
  return { kind: "instants", since: new Date(from).toISOString(), until: new Date(until).toISOString() };
}

/** A window as people name it. */
export function labelOf(window: BackfillWindow): string {
  if (window.kind === "days") return `${window.days.at(0)} to ${window.days.at(-1)}`;
  const { since, until } = window;
  if (since === null) return "everything";
  return until === null ? `since ${minute(since)}` : `${minute(since)} to ${minute(until)}`;
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const minute = (instant: string): string => `${instant.slice(0, 16)}Z`;
