import { SillageError } from "../../core/errors.ts";

const grouped = (count: number): string => count.toLocaleString("en-US");

/** Reads an option that is a whole number within bounds. Throws `usage.<name>` with the text seen. */
export const integerOption =
  (name: string, { min, max }: { readonly min: number; readonly max: number }) =>
  (text: string): number => {
    const value = /^-?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new SillageError({
      code: `usage.${name}`,
      message: `--${name} is ${text === "" ? "empty" : text}.`,
      fix: `Give a whole number from ${grouped(min)} to ${grouped(max)}.`,
    });
  };
