import { less, memberOf, union, upTo, within, type Ranges } from "../backfill/ranges.ts";
import { calendar } from "../cast/zone.ts";

const dayMs = 86_400_000;

/** One attempt at building some days (YYYY-MM-DD) of a mart, undefined for all of them, and how it ended. */
export type Attempt = { readonly days: readonly string[] | undefined; readonly ended: "built" | "failed" };

/** The days of a mart whose newest attempt failed, after one more, whoever made it. Days are numbers from 0001-01-01 on. */
export function afterAttempt(failed: Ranges, { days, ended }: Attempt): Ranges {
  const tried = days === undefined ? everyDay : union("", days.map(numberOf).join(","));
  return ended === "built" ? less(failed, tried) : union(failed, tried);
}

/** Days, included at both ends. */
type Days = { readonly from: string; readonly to: string };

/** Whether the newest attempt at a day failed, for many of some days. */
export function failedDay(failed: Ranges, { from, to }: Days): (day: string) => boolean {
  // All that a mart ever failed at is read once, and not for each day.
  const isMember = memberOf(within(failed, numberOf(from), numberOf(to)));
  return (day) => isMember(numberOf(day));
}

const numberOf = (day: string): number => (Date.parse(day) - calendar.first) / dayMs;
/** Every day that a date can be. */
const everyDay = upTo(Math.ceil((calendar.last - calendar.first) / dayMs));
