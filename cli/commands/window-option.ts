import { SillageError } from "../../core/errors.ts";

const unitMs = { h: 3_600_000, d: 86_400_000 } as const;

/** Reads `--window`: hours or days (`12h`, `7d`), in milliseconds. Throws `usage.window`. */
export function windowOption(text: string): number {
  const groups = /^(?<count>[1-9]\d{0,4})(?<unit>[hd])$/.exec(text.trim())?.groups;
  if (groups !== undefined) return Number(groups["count"]) * (groups["unit"] === "h" ? unitMs.h : unitMs.d);
  throw new SillageError({
    code: "usage.window",
    message: `--window is ${text === "" ? "empty" : text}.`,
    fix: "Give hours or days, for instance 12h or 7d.",
  });
}
