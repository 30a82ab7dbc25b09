import { periodOf } from "./sums.ts";

/** What an answer may be compared with. */
export const comparisons = ["previous_period", "previous_year"] as const;
export type Comparison = (typeof comparisons)[number];
/** How rows of a KPI are compared: those are alike that have the same in `by`, `of` is compared; `grain` names the parameter that says what a period in `by` is. */
export type Compared = {
  readonly by: readonly string[];
  readonly of: string;
  readonly period?: { readonly column: string; readonly grain: string };
};
type Span = { readonly from: string; readonly to: string };
type Row = Readonly<Record<string, unknown>>;

const dayLater = (day: string, days: number): string => {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
};
/** The days of a span, one after the other. */
function daysOf({ from, to }: Span): readonly string[] {
  const days: string[] = [];
  for (let day = from; day < to; day = dayLater(day, 1)) days.push(day);
  return days;
}

/** The same date in the year before, the 28th of February for the 29th. */
const yearEarlier = (day: string): string =>
  `${Number(day.slice(0, 4)) - 1}${day.slice(4) === "-02-29" ? "-02-28" : day.slice(4)}`;
/** The day from which on dates of the year before are no longer earlier than a date. */
const yearEarlierEnd = (day: string): string =>
  `${Number(day.slice(0, 4)) - 1}${day.slice(4) === "-02-29" ? "-03-01" : day.slice(4)}`;

type Then = { readonly span: Span; readonly partnerOf: (period: string) => string | undefined };

/** With what days are compared, and a period of them (`grain`; undefined where rows are of no period). */
export function thenOf(span: Span, comparison: Comparison, grain: string | undefined): Then {
  if (comparison === "previous_year") return yearBefore(span, grain);
  return grain === undefined || grain === "day" ? timeBefore(span) : periodsBefore(span, grain);
}

const yearBefore = ({ from, to }: Span, grain: string | undefined): Then =>
  grain === "week"
    ? { span: { from: dayLater(from, -364), to: dayLater(to, -364) }, partnerOf: (week) => dayLater(week, -364) }
    : { span: { from: yearEarlier(from), to: yearEarlierEnd(to) }, partnerOf: yearEarlier };

/** As many days, or as many months where whole ones are asked for; the first with the first, and so on. */
function timeBefore(span: Span): Then {
  const days = daysOf(span);
  const isMonths = span.from.endsWith("-01") && span.to.endsWith("-01");
  const months = new Set(days.map((day) => day.slice(0, 7))).size;
  let from = dayLater(span.from, -days.length);
  if (isMonths) {
    from = span.from;
    for (let month = 0; month < months; month++) from = periodOf(dayLater(from, -1), "month");
  }
  const before = daysOf({ from, to: span.from });
  return { span: { from, to: span.from }, partnerOf: (day) => before[days.indexOf(day)] };
}

/** As many whole periods as there are whole ones, just before the first of these. */
function periodsBefore(span: Span, grain: string): Then {
  const whole = [...Map.groupBy(daysOf(span), (day) => periodOf(day, grain))]
    .filter(([period, days]) => days[0] === period && periodOf(dayLater(days.at(-1) ?? "", 1), grain) !== period)
    .map(([period]) => period);
  const before: string[] = [];
  for (let first = whole[0] ?? span.from; before.length < whole.length; before.unshift(first))
    first = periodOf(dayLater(first, -1), grain);
  const to = whole[0] ?? span.from;
  return { span: { from: before[0] ?? to, to }, partnerOf: (period) => before[whole.indexOf(period)] };
}

/** Rows as they are answered in comparison with those of another time. */
export function withDelta(
  { by, of, period }: Compared,
  now: readonly Row[],
  then: readonly Row[],
  partnerOf: Then["partnerOf"],
): readonly Row[] {
  const before = new Map(then.map((row) => [JSON.stringify(by.map((name) => row[name])), row[of]]));
  return now.map((row) => {
    const key = by.map((name) => (name === period?.column ? partnerOf(String(row[name])) : row[name]));
    const [amount, earlier] = [row[of], before.get(JSON.stringify(key))];
    return { ...row, delta: changed(amount, earlier) };
  });
}

/** By how much something grew, as a share of the size of what it was, to four decimals; null where there is nothing to compare. */
function changed(now: unknown, then: unknown): number | null {
  if (now === null || then === null || then === undefined || Number(then) === 0) return null;
  return Math.round(((Number(now) - Number(then)) / Math.abs(Number(then))) * 10_000) / 10_000;
}
