/** A cron as sets of numbers; `eitherDay`: days of the month and of the week are both bounded, and one of them is enough. */
export type Cron = {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  /** 0 is Sunday. */
  readonly weekdays: readonly number[];
  readonly eitherDay: boolean;
};

type Field = { readonly least: number; readonly most: number; readonly names?: readonly string[] };
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const minute: Field = { least: 0, most: 59 };
const hour: Field = { least: 0, most: 23 };
const day: Field = { least: 1, most: 31 };
const month: Field = { least: 1, most: 12, names: months };
/** 7 is Sunday too. */
const weekday: Field = { least: 0, most: 7, names: weekdays };

/** Read a five-field cron: lists, ranges, steps, English names of months and weekdays. Undefined when it is none. */
export function parseCron(text: string): Cron | undefined {
  const fields = text.trim().toLowerCase().split(/\s+/);
  if (fields.length !== 5) return undefined;
  const [m = "", h = "", d = "", mo = "", w = ""] = fields;
  const read = { m: numbers(m, minute), h: numbers(h, hour), d: numbers(d, day), mo: numbers(mo, month) };
  const onWeekdays = numbers(w, weekday);
  if (!read.m || !read.h || !read.d || !read.mo || !onWeekdays) return undefined;
  return {
    minutes: read.m,
    hours: read.h,
    days: read.d,
    months: read.mo,
    weekdays: [...new Set(onWeekdays.map((number) => number % 7))],
    eitherDay: !d.startsWith("*") && !w.startsWith("*"),
  };
}

function numbers(text: string, field: Field): readonly number[] | undefined {
  const parts = text.split(",").map((part) => span(part, field));
  const found = new Set<number>();
  for (const part of parts) {
    if (part === undefined) return undefined;
    for (const number of part) found.add(number);
  }
  return [...found].toSorted((one, other) => one - other);
}

function span(part: string, field: Field): readonly number[] | undefined {
  const [, range = "", step = "1"] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
  const [from, to] = range === "*" ? [field.least, field.most] : bounds(range, part.includes("/"), field);
  const by = Number(step);
  if (from === undefined || to === undefined || from > to || by < 1) return undefined;
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, at) => from + at * by);
}

/** `5` is itself, `5/10` goes on to the end. */
function bounds(range: string, stepped: boolean, field: Field): readonly (number | undefined)[] {
  const [from = "", to, ...more] = range.split("-");
  if (more.length > 0) return [];
  const first = numberOf(from, field);
  return [first, to === undefined ? (stepped ? field.most : first) : numberOf(to, field)];
}

function numberOf(text: string, { least, most, names = [] }: Field): number | undefined {
  const named = names.indexOf(text);
  if (named >= 0) return named + least;
  const number = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}
