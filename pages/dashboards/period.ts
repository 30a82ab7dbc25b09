import { calendarSpan, lastOver, type Span } from "../../api/calendar-span.ts";
import { addDays, addMonths } from "../../api/compare.ts";
import type { Words } from "../../core/spec/dashboard.ts";

/** Days that a page shows, both included. */
export type Period = { readonly from: string; readonly until: string };
/** A period to choose by a link. */
export type Preset = Period & { readonly title: Words };

const longestDays = 6 * 366;
const isDay = (text: string): boolean =>
  /^(?:19|20|21)\d\d-\d\d-\d\d$/.test(text) &&
  Number.isFinite(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text);

/** The calendar month, or year, before the one that a day is in. */
export function lastWhole(today: string, span: Span): Period {
  const { from, to } = lastOver(today, span);
  return { from, until: addDays(to, -1) };
}

/** Periods that end today, and the month before this one. */
export const presets = (today: string): readonly Preset[] => [
  { title: { en: "7 days", fr: "7 jours" }, from: addDays(today, -6), until: today },
  { title: { en: "30 days", fr: "30 jours" }, from: addDays(today, -29), until: today },
  { title: { en: "This month", fr: "Ce mois" }, from: `${today.slice(0, 7)}-01`, until: today },
  { title: { en: "Last month", fr: "Le mois dernier" }, ...lastWhole(today, "month") },
  { title: { en: "This season", fr: "Cette saison" }, from: `${today.slice(0, 4)}-01-01`, until: today },
  { title: { en: "12 months", fr: "12 mois" }, from: addDays(addMonths(today, -12), 1), until: today },
];

/** The place among the presets of a day of the period that they name; undefined for any other. */
export function presetOf({ from, until }: Period, today: string): number | undefined {
  const at = presets(today).findIndex((preset) => preset.from === from && preset.until === until);
  return at === -1 ? undefined : at;
}

/** The period that a query asks for, `usual` or the last thirty days when it names none; undefined when it is no period. */
export function periodOf(
  query: { readonly from?: string; readonly until?: string },
  today: string,
  usual?: Period,
): Period | undefined {
  if (query.from === undefined && query.until === undefined && usual !== undefined) return usual;
  const until = query.until ?? today;
  if (!isDay(until)) return undefined;
  const from = query.from ?? addDays(until, -29);
  const days = (Date.parse(until) - Date.parse(from)) / 86_400_000;
  return isDay(from) && days >= 0 && days <= longestDays ? { from, until } : undefined;
}

/** The grain in which a period is drawn: at most some thirty points, a few years by month. */
export function fittingGrain({ from, until }: Period): "day" | "week" | "month" {
  const days = (Date.parse(until) - Date.parse(from)) / 86_400_000;
  if (days <= 45) return "day";
  return days <= 200 ? "week" : "month";
}

/** The calendar month, or year, of which a period has the largest part, the later of two: tables of people are of one. */
export function mostlyWithin({ from, until }: Period, span: Span): Period {
  const end = addDays(until, 1);
  let best = { range: calendarSpan(from, span), share: 0 };
  for (let range = best.range; range.from < end; range = calendarSpan(range.to, span)) {
    const covered = daysBetween(range.from > from ? range.from : from, range.to < end ? range.to : end);
    const share = covered / daysBetween(range.from, range.to);
    if (share >= best.share) best = { range, share };
  }
  return { from: best.range.from, until: addDays(best.range.to, -1) };
}

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;
