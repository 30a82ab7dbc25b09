/** A line of a table, and how soon it is looked for: the least rank first. */
export type BoardLine = { readonly rank: number; readonly text: string };

/** Characters of lines on one page: its text travels in an address, of which servers take 8 kB, a third of it escapes. */
const most = 3_600;

/** The lines that fit on a page, in their order; those of the least rank are kept first. `left`: how many are not shown. */
export function fittingLines(lines: readonly BoardLine[]): {
  readonly shown: readonly string[];
  readonly left: number;
} {
  const kept = new Set<BoardLine>();
  let room = most;
  for (const line of lines.toSorted((one, other) => one.rank - other.rank)) {
    room -= line.text.length + 1;
    if (room < 0) break;
    kept.add(line);
  }
  return { shown: lines.filter((line) => kept.has(line)).map(({ text }) => text), left: lines.length - kept.size };
}
