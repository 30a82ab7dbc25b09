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
