import type { Slice } from "./ports/database.ts";

/** Slices of one part: lines `1..rows` cut every `size`; a pure function, so that a re-run finds the same slices. */
export function slicesOf(part: number, rows: number, size: number): readonly Slice[] {
  const slices: Slice[] = [];
  for (let from = 1; from <= rows; from += size) slices.push({ part, from, to: Math.min(rows, from + size - 1) });
  return slices;
}

/** Rows that may be quarantined before a load is refused: the greater of 0.1 % and 100. */
export const quarantineBudget = (rows: number): number => Math.max(100, Math.ceil(rows / 1000));
