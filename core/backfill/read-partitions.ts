import { SillageError } from "../errors.ts";

/** Days from `from` to before `to` (YYYY-MM-DD). */
export type DaySpan = { readonly from: string; readonly to: string };

const dayMs = 86_400_000;
/** Spans of one backfill: they are carried wherever it is. */
const mostSpans = 200;

/**
 * Days, ISO weeks and months, alone or from one to another, between commas: `2026-01..2026-03`, `2026-W05,2026-02-14`.
 * In order, each day once. Throws `backfill.partitions`.
 */
export function readPartitions(text: string): readonly DaySpan[] {
  const spans = text.split(",").map((item) => readItem(item.trim(), text));
  const joined: DaySpan[] = [];
  for (const span of spans.toSorted((left, right) => left.from.localeCompare(right.from))) {
    const last = joined.at(-1);
    if (last === undefined || span.from > last.to) joined.push(span);
    else joined[joined.length - 1] = { from: last.from, to: last.to > span.to ? last.to : span.to };
  }
  if (joined.length > mostSpans) throw refused(`it names ${joined.length} spans apart, more than ${mostSpans}`);
  return joined;
}

function readItem(item: string, text: string): DaySpan {
  const [first = "", last = first, ...more] = item.split("..");
  const [begins, ends] = [spanOf(first), spanOf(last)];
  if (begins === undefined || ends === undefined || more.length > 0) throw refused(`"${shown(item || text)}" is none`);
  if (ends.to <= begins.from) throw refused(`"${shown(item)}" ends before it begins`);
  return { from: begins.from, to: ends.to };
}

/** The days of one day, ISO week or month; undefined for anything else. */
function spanOf(text: string): DaySpan | undefined {
  const week = /^(?<year>\d{4})-W(?<week>\d{2})$/.exec(text)?.groups;
  if (week !== undefined) return weekOf(Number(week["year"]), Number(week["week"]));
  const month = /^\d{4}-\d{2}$/.test(text);
  const from = new Date(`${text}${month ? "-01" : ""}T00:00:00Z`);
  if (!/^\d{4}-\d{2}(-\d{2})?$/.test(text) || Number.isNaN(from.getTime()) || !from.toISOString().startsWith(text))
    return undefined;
  const to = month ? Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1) : from.getTime() + dayMs;
  return { from: dayOf(from.getTime()), to: dayOf(to) };
}

/** An ISO week begins on Monday; the first one of a year holds 4 January. */
function weekOf(year: number, week: number): DaySpan | undefined {
  const first = mondayOf(Date.UTC(year, 0, 4));
  const from = first + (week - 1) * 7 * dayMs;
  if (week < 1 || from >= mondayOf(Date.UTC(year + 1, 0, 4))) return undefined;
  return { from: dayOf(from), to: dayOf(from + 7 * dayMs) };
}

const mondayOf = (ms: number): number => ms - ((new Date(ms).getUTCDay() + 6) % 7) * dayMs;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const shown = (text: string): string => text.slice(0, 40);

const refused = (why: string): SillageError =>
  new SillageError({
    code: "backfill.partitions",
    message: `--partitions is not understood: ${why}.`,
    fix: "Give days, weeks or months, for instance 2026-01..2026-03 or 2026-W05,2026-02-14.",
  });
