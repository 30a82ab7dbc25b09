import type { FilterSpec } from "../spec/read.ts";

/** Problems of what an API is asked for, without the table's name. */
export function filterProblems(filter: FilterSpec): readonly string[] {
  return filter.kind === "window" ? windowProblems(filter) : [];
}

function windowProblems({ from, longestDays }: Extract<FilterSpec, { kind: "window" }>): readonly string[] {
  return [
    ...(isDay(from) ? [] : [`its windows begin on "${from}", which is no day: write YYYY-MM-DD.`]),
    ...(longestDays >= 1 ? [] : [`its windows last ${longestDays} days: a day is the least.`]),
  ];
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
