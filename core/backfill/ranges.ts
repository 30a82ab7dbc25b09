type Range = readonly [first: number, last: number];

/** Window numbers as text in compressed ranges, in order: `0-41,43`; empty for none. Ten thousand windows of which every other one failed are 25 kB. */
export type Ranges = string;

/** Both, each number once. */
export function union(left: Ranges, right: Ranges): Ranges {
  const joined: Range[] = [];
  for (const [first, last] of [...parsed(left), ...parsed(right)].sort(([one], [other]) => one - other)) {
    const before = joined.at(-1);
    if (before === undefined || first > before[1] + 1) joined.push([first, last]);
    else joined[joined.length - 1] = [before[0], Math.max(before[1], last)];
  }
  return written(joined);
}

/** All but one number. */
export const without = (ranges: Ranges, number: number): Ranges => less(ranges, String(number));

/** All but those that are in others. */
export const less = (ranges: Ranges, others: Ranges): Ranges =>
  written(parsed(others).reduce((left, other) => left.flatMap((range) => aside(range, other)), parsed(ranges)));

/** What a range has before and after another. */
const aside = ([first, last]: Range, [from, to]: Range): readonly Range[] =>
  to < first || from > last
    ? [[first, last]]
    : [...(first < from ? [[first, from - 1] as const] : []), ...(to < last ? [[to + 1, last] as const] : [])];

/** The numbers from 0, so many. */
export const upTo = (count: number): Ranges => (count === 0 ? "" : written([[0, count - 1]]));

/** The least number; undefined when there is none. */
export const firstOf = (ranges: Ranges): number | undefined => parsed(ranges)[0]?.[0];

/** Those from one number to another, both included. */
export const within = (ranges: Ranges, from: number, to: number): Ranges =>
  written(
    parsed(ranges)
      .filter(([first, last]) => first <= to && from <= last)
      .map(([first, last]) => [Math.max(first, from), Math.min(last, to)]),
  );

/** Whether a number is among them, for many questions. */
export function memberOf(ranges: Ranges): (number: number) => boolean {
  const known = parsed(ranges);
  return (number) => known.some(([first, last]) => first <= number && number <= last);
}

/** How many numbers there are. */
export const countOf = (ranges: Ranges): number =>
  parsed(ranges).reduce((sum, [first, last]) => sum + last - first + 1, 0);

const parsed = (ranges: Ranges): readonly Range[] =>
  ranges === ""
    ? []
    : ranges.split(",").map((text) => {
        const [first = "", last = first] = text.split("-");
        return [Number(first), Number(last)];
      });

const written = (ranges: readonly Range[]): Ranges =>
  ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(",");
