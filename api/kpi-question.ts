import { businessDay } from "../core/cast/zone.ts";
import type { DeclaredKpi, Range, Values } from "../db/declare/kpi.ts";
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

/** True when the rows asked for are tables of people. */
export const isPeopleTable = (kpi: DeclaredKpi, values: Values): boolean =>
  kpi.people !== undefined &&
  (kpi.people.when === undefined || valueOf(kpi, values, kpi.people.when.param) === kpi.people.when.is);

/** A parameter's word, its default when none was given. */
export const valueOf = (kpi: DeclaredKpi, values: Values, name: string): string =>
  values[name] ?? kpi.params[name]?.byDefault ?? "";

/** The question that a valid query asks. */
export function toQuestion(
  deps: Pick<ApiDeps, "clock" | "deployed">,
  kpi: DeclaredKpi,
  query: KpiQuery,
  media: Media,
): Question {
  const values = Object.fromEntries(
    Object.keys(kpi.params).flatMap((name) => {
      const value = query[name];
      return typeof value === "string" ? [[name, value] as const] : [];
    }),
  );
  const asked = {
    range: rangeOf(deps, kpi, query, isPeopleTable(kpi, values)),
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

/** What no parameter breaks alone: an empty range, a cursor of another question, days in a table of people. */
export function questionErrors(kpi: DeclaredKpi, query: KpiQuery, question: Question): readonly ParameterError[] {
  const { from, to } = question.range;
  const split = isPeopleTable(kpi, question.values)
    ? [
        { path: "from", day: from },
        { path: "to", day: to },
      ].filter(({ day }) => !day.endsWith("-01"))
    : [];
  return [
    ...(from < to ? [] : [{ path: "to", rule: "not_after_from" }]),
    ...split.map(({ path }) => ({ path, rule: "not_first_of_month" })),
    ...(query.cursor !== undefined && question.after === undefined
      ? [{ path: "cursor", rule: "not_of_this_question" }]
      : []),
  ];
}

/** The half-open range of business days: the last 30 up to today, unless told, or the KPI's seasons; whole months in tables of people. */
function rangeOf(deps: Pick<ApiDeps, "clock" | "deployed">, kpi: DeclaredKpi, query: KpiQuery, months: boolean): Range {
  const today = businessDay(deps.clock.now().toISOString(), deps.deployed.zone);
  const to = query.to ?? (months ? addMonths(`${today.slice(0, 7)}-01`, 1) : addDays(today, 1));
  return { from: query.from ?? firstDay(kpi, to, months), to, site: query.site };
}

function firstDay({ seasonsByDefault }: DeclaredKpi, to: string, months: boolean): string {
  if (seasonsByDefault !== undefined)
    return addMonths(`${addDays(to, -1).slice(0, 4)}-01-01`, -12 * (seasonsByDefault - 1));
  return months ? addMonths(to, -1) : addDays(to, -30);
}

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
