import type { Grain } from "../db/declare/query.ts";
import type { Range } from "../db/declare/kpi.ts";

/** What an answer is compared with. */
export type Comparison = "previous_period" | "previous_year";

const dayMs = 86_400_000;
const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** A day some days later. */
export const addDays = (day: string, days: number): string => isoDay(Date.parse(day) + days * dayMs);

/** A day some months later; the month's last day where it has no such day. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return isoDay(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}

/**
 * The range compared with. `previous_year`: a year earlier, 52 weeks for weeks. `previous_period`: the days just before
 * (whole months before whole months) for days, else as many whole periods as are whole in the range.
 */
export function comparedRange(range: Range, comparison: Comparison, grain: Grain): Range {
  const { from, to } = range;
  if (comparison === "previous_year") return { ...range, from: yearBefore(from, grain), to: endYearBefore(to, grain) };
  return grain === "day" ? daysBefore(range) : periodsBefore(range, grain);
}

function daysBefore(range: Range): Range {
  const { from, to } = range;
  if (from.endsWith("-01") && to.endsWith("-01")) {
    const [start, end] = [new Date(from), new Date(to)];
    const months = (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
    return { ...range, from: addMonths(from, -months), to: from };
  }
  const days = (Date.parse(to) - Date.parse(from)) / dayMs;
  return { ...range, from: addDays(from, -days), to: from };
}

function periodsBefore(range: Range, grain: Grain): Range {
  const whole = wholePeriods(range, grain);
  const to = whole[0] ?? range.from;
  return { ...range, from: shifted(to, grain, -whole.length), to };
}

/**
 * The period that each one of a range is compared with; undefined when there is none. A year before is the same date, or
 * the same week 52 weeks before. The time just before has none for a period that the range cuts: it is no whole week or
 * month.
 */
export function partnersOf(range: Range, comparison: Comparison, grain: Grain): (period: string) => string | undefined {
  if (comparison === "previous_year") return (period) => yearBefore(period, grain);
  const before = periodsOf(comparedRange(range, comparison, grain), grain);
  const partners = new Map(wholePeriods(range, grain).map((period, at) => [period, before[at]]));
  return (period) => partners.get(period);
}

const yearBefore = (day: string, grain: Grain): string => (grain === "week" ? addDays(day, -364) : addMonths(day, -12));

/** The end (excluded) of a range, a year before: no day is left out where one year has a 29 February and the other none. */
function endYearBefore(to: string, grain: Grain): string {
  const [end, afterLast] = [yearBefore(to, grain), addDays(yearBefore(addDays(to, -1), grain), 1)];
  return end > afterLast ? end : afterLast;
}

/** First days of the periods that a range touches, in order. */
export function periodsOf({ from, to }: Pick<Range, "from" | "to">, grain: Grain): readonly string[] {
  const periods: string[] = [];
  for (let start = startOf(from, grain); start < to; start = shifted(start, grain, 1)) periods.push(start);
  return periods;
}

const wholePeriods = (range: Range, grain: Grain): readonly string[] =>
  periodsOf(range, grain).filter((start) => start >= range.from && shifted(start, grain, 1) <= range.to);

function startOf(day: string, grain: Grain): string {
  if (grain === "day") return day;
  if (grain === "week") return addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
  return grain === "month" ? `${day.slice(0, 7)}-01` : `${day.slice(0, 4)}-01-01`;
}

function shifted(start: string, grain: Grain, periods: number): string {
  if (grain === "day" || grain === "week") return addDays(start, (grain === "day" ? 1 : 7) * periods);
  return addMonths(start, (grain === "month" ? 1 : 12) * periods);
}

/** The change of an amount as a share of the size of what it was, four decimals: above 0 is a rise, from a loss too. Null when there was none. */
export const changeOf = (now: number, then: number | undefined): number | null =>
  then === undefined || then === 0 ? null : Math.round(((now - then) / Math.abs(then)) * 10_000) / 10_000;
