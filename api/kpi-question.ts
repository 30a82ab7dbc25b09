import { businessDay } from "../core/cast/zone.ts";
import { isPeopleTable, type DeclaredKpi, type Range, type Values } from "../db/declare/kpi.ts";
import { calendarSpan, isOver, lastOver, monthsOf, type Span } from "./calendar-span.ts";
import { addDays, addMonths, type Comparison } from "./compare.ts";
import { fromCursor, toCursor, type Place } from "./cursor.ts";
import type { ApiDeps } from "./deps.ts";
import type { KpiQuery } from "./kpi-schema.ts";
import type { Media } from "./media.ts";

/** What a caller asked of a KPI, defaults filled in. */
export type Question = {
  readonly range: Range;
  readonly values: Values;
  readonly compare: Comparison | undefined;
  readonly limit: number;
  readonly after: Place | undefined;
  readonly media: Media;
};
/** A parameter that does not fit, and the rule it breaks. */
export type ParameterError = { readonly path: string; readonly rule: string };

/** What questions are asked of. Days before `complete` are complete; today's, where the data's age is not looked at. */
export type Asking = Pick<ApiDeps, "clock" | "deployed"> & { readonly complete?: string | undefined };

/** The question that a valid query asks. */
export function toQuestion(deps: Asking, kpi: DeclaredKpi, query: KpiQuery, media: Media): Question {
  const values = Object.fromEntries(
    Object.keys(kpi.params).flatMap((name) => {
      const value = query[name];
      return typeof value === "string" ? [[name, value] as const] : [];
    }),
  );
  const asked = {
    range: isPeopleTable(kpi, values) ? peopleRange(deps, query) : rangeOf(deps, kpi, query),
    values,
    compare: query.compare,
    limit: query.limit ?? kpi.rowsByDefault,
  };
  const after =
    query.cursor === undefined ? undefined : fromCursor(subject(kpi, asked), query.cursor, kpi.order.length);
  return { ...asked, after, media };
}

/** What a cursor is good for: all of a question but how many rows. */
const subject = (kpi: DeclaredKpi, { range, values, compare }: Pick<Question, "range" | "values" | "compare">) => [
  kpi.spec.key,
  range,
  values,
  compare ?? null,
];

/** Years of a range at most: nobody's history is longer, and periods are counted one by one. */
export const longestYears = 30;

/** What no parameter breaks alone: an empty range or one of more than thirty years, a cursor of another question, more or less than a calendar span in a table of people. */
export function questionErrors(
  deps: Pick<ApiDeps, "deployed">,
  kpi: DeclaredKpi,
  query: KpiQuery,
  question: Question,
): readonly ParameterError[] {
  const { from, to } = question.range;
  return [
    ...(from < to ? [] : [{ path: "to", rule: "not_after_from" }]),
    ...(to > addMonths(from, 12 * longestYears)
      ? [{ path: "to", rule: `more_than_${longestYears}_years_after_from` }]
      : []),
    ...(isPeopleTable(kpi, question.values) ? spanErrors(question.range, deps.deployed.suppression.span) : []),
    ...(query.cursor !== undefined && question.after === undefined
      ? [{ path: "cursor", rule: "not_of_this_question" }]
      : []),
  ];
}

/** A table of people is of one calendar month, or year: of others, differences would give cells that are hidden. */
const spanErrors = ({ from, to }: Range, span: Span): readonly ParameterError[] => [
  ...(from === calendarSpan(from, span).from ? [] : [{ path: "from", rule: `not_first_of_${span}` }]),
  ...(from >= to || to === addMonths(from, monthsOf[span]) ? [] : [{ path: "to", rule: `not_one_${span}_after_from` }]),
];

/**
 * What of a question must wait: a table of people is told when its time is over, since two answers of a running month
 * would tell, subtracted, of those who came between them.
 */
export const waitErrors = (
  { deployed: { suppression }, complete }: Asking,
  kpi: DeclaredKpi,
  { range, values }: Pick<Question, "range" | "values">,
): readonly ParameterError[] =>
  isPeopleTable(kpi, values) && !isOver(range, complete) ? [{ path: "to", rule: `${suppression.span}_not_over` }] : [];

const todayOf = ({ clock, deployed }: Pick<ApiDeps, "clock" | "deployed">): string =>
  businessDay(clock.now().toISOString(), deployed.zone);

/** The half-open range of business days: the last 30 up to today, unless told, or the KPI's seasons. */
function rangeOf(deps: Pick<ApiDeps, "clock" | "deployed">, kpi: DeclaredKpi, { from, to, site }: KpiQuery): Range {
  const end = to ?? addDays(todayOf(deps), 1);
  return { from: from ?? firstDay(kpi, end), to: end, site };
}

/** The calendar span of a table of people: the last one that is over, unless told. */
function peopleRange(deps: Asking, { from, to, site }: KpiQuery): Range {
  const { span } = deps.deployed.suppression;
  const start =
    from ?? (to === undefined ? lastOver(deps.complete ?? todayOf(deps), span).from : addMonths(to, -monthsOf[span]));
  return { from: start, to: to ?? addMonths(start, monthsOf[span]), site };
}

const firstDay = ({ seasonsByDefault }: DeclaredKpi, to: string): string =>
  seasonsByDefault === undefined
    ? addDays(to, -30)
    : addMonths(`${addDays(to, -1).slice(0, 4)}-01-01`, -12 * (seasonsByDefault - 1));

/** The address of the page after a place, everything that was asked spelt out. */
export function nextLink(kpi: DeclaredKpi, question: Question, place: Place): string {
  const { range, values, compare, limit, media } = question;
  const query = new URLSearchParams({
    from: range.from,
    to: range.to,
    ...(range.site !== undefined && { site: String(range.site) }),
    ...values,
    ...(compare && { compare }),
    limit: String(limit),
    ...(media !== "json" && { format: "csv" }),
    ...(media === "excel" && { csv: "excel" }),
    cursor: toCursor(subject(kpi, question), place),
  });
  return `/api/v1/kpi/${kpi.spec.key}?${query.toString()}`;
}
