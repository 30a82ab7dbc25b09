import type { Slice } from "./ports/database.ts";

/** The slice of one part that begins at line `from`: `size` lines, or what is left. */
export const sliceFrom = (part: number, from: number, rows: number, size: number): Slice => ({
  part,
  from,
  to: Math.min(rows, from + size - 1),
});

/** Slices of one part: lines `1..rows` cut every `size`; a pure function, so that a re-run finds the same slices. */
export function slicesOf(part: number, rows: number, size: number): readonly Slice[] {
  const slices: Slice[] = [];
  for (let from = 1; from <= rows; from += size) slices.push(sliceFrom(part, from, rows, size));
  return slices;
}

/** How much of a load may be quarantined: a share of its rows, and a number of rows that is always allowed. */
export type QuarantineLimits = { readonly share: number; readonly rows: number };

/** Rows that may be quarantined before a load is refused: the greater of the two limits. */
export const quarantineBudget = (rows: number, limits: QuarantineLimits): number =>
  Math.max(limits.rows, Math.ceil(rows * limits.share));
