import type { Suppression } from "../db/declare/graph.ts";
import { addMonths } from "./compare.ts";

/** What time a table of people is of. */
export type Span = Suppression["span"];
/** Calendar months of a span. */
export const monthsOf = { month: 1, year: 12 } as const satisfies Record<Span, number>;

/** The half-open month or year that a day is in. */
export function calendarSpan(day: string, span: Span): { readonly from: string; readonly to: string } {
  const from = span === "month" ? `${day.slice(0, 7)}-01` : `${day.slice(0, 4)}-01-01`;
  return { from, to: addMonths(from, monthsOf[span]) };
}

/** The half-open month or year that was over last where days before `complete` are complete. */
export function lastOver(complete: string, span: Span): { readonly from: string; readonly to: string } {
  const { from: to } = calendarSpan(complete, span);
  return { from: addMonths(to, -monthsOf[span]), to };
}

/** True when a half-open range ended where days before `complete` are complete; of an unknown age nothing is over. */
export const isOver = ({ to }: { readonly to: string }, complete: string | undefined): boolean =>
  complete !== undefined && to <= complete;
