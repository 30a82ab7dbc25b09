import { SillageError } from "../../core/errors.ts";
import { isCalendarDay } from "../../core/is-calendar-day.ts";

const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000 };

/** Reads an option that names an instant: a day or an ISO instant, in UTC, or how long ago it was (`12h`, `7d`); gives ISO text. Throws `usage.<name>` with the text seen. */
export const instantOption =
  (name: string, now: () => number = Date.now) =>
  (text: string): string => {
    const ago = /^(?<count>\d{1,5})(?<unit>[hd])$/.exec(text.trim())?.groups;
    if (ago !== undefined)
      return new Date(now() - Number(ago["count"]) * (unitMs[ago["unit"] ?? ""] ?? 0)).toISOString();
    const isInstant = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z)?$/.test(text.trim());
    const ms = isInstant ? Date.parse(text) : Number.NaN;
    if (!Number.isNaN(ms) && isCalendarDay(text.trim())) return new Date(ms).toISOString();
    throw new SillageError({
      code: `usage.${name}`,
      message: `--${name} is ${text === "" ? "empty" : text}.`,
      fix: "Give a day (2026-11-01), an instant in UTC (2026-11-01T02:00:00Z), or how long ago (12h, 7d).",
    });
  };
