import type { Language, Unit } from "../../core/spec/dashboard.ts";

/** A point of a drawing: its name, its number, that of a year before. A number is missing when it is hidden or there is none. */
export type Point = {
  readonly label: string;
  readonly value: number | undefined;
  readonly before?: number | undefined;
  readonly isHidden?: boolean;
};
/** What a drawing is made of. `id` is alone on its page. */
export type Drawing = {
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  readonly language: Language;
  readonly points: readonly Point[];
};

/** Width of every drawing, in its own units: that of a phone, so that words stay readable there. */
export const width = 360;

/** A round number that is no less, and what its axis is marked at: whole numbers but for shares. */
export function axisOf(
  values: readonly number[],
  unit: Unit,
): { readonly top: number; readonly marks: readonly number[] } {
  const most = Math.max(0, ...values);
  if (most === 0) return { top: 1, marks: [0] };
  const size = 10 ** Math.floor(Math.log10(most));
  const least = unit === "share" ? 0 : 1;
  const step =
    [0.25, 0.5, 1, 2].map((part) => part * size).find((part) => part >= least && most / part <= 4) ??
    Math.max(least, 2.5 * size);
  const steps = Math.ceil(most / step);
  return { top: steps * step, marks: Array.from({ length: steps + 1 }, (_, at) => at * step) };
}

/** A coordinate with one decimal: pages are small. */
export const at = (value: number): string => String(Math.round(value * 10) / 10);

/** Every how many labels one is written, so that some seven are. */
export const everyLabel = (count: number): number => Math.max(1, Math.ceil(count / 7));

/** Numbers of a drawing, those of a year before among them. */
export const valuesOf = (points: readonly Point[]): readonly number[] =>
  points.flatMap(({ value, before }) => [value, before].filter((number) => number !== undefined));
