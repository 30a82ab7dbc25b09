import type { Manifest } from "./manifest.ts";
import type { CastValue } from "./ports/database.ts";
import { skewBudgetMs } from "./watermark/t0.ts";

/** What is known of a pass: the source's clock when it began, how long it took, how far ahead of both what a clock that nobody keeps told may be. */
export type Reading = Pick<Manifest, "t0" | "elapsedMs" | "aheadMs">;

/** Before whatever a source tells. */
const beginning = new Date(0).toISOString();
/** T0 may be a budget for skew too early, where the source tells no date, and the clock that dates its rows as much ahead. */
const mostAheadMs = 2 * skewBudgetMs;

/**
 * The instant (ISO, UTC, milliseconds) at which a version of a row that a pass read is ordered: what the row tells, as
 * cast, or T0 where it tells nothing. With `aheadMs`, what lies beyond the pass's end by no more was written by T0, by a clock that
 * nobody keeps, and is of T0. What lies further beyond than clocks differ is poisoned, and ordered before everything: whatever true
 * version is stored or comes takes its place, however old, and of poisoned ones the last landed stands.
 */
export function orderedAt({ t0, elapsedMs, aheadMs }: Reading): (told: CastValue | undefined) => string {
  const end = Date.parse(t0) + elapsedMs;
  const believed = instant(end + (aheadMs === undefined ? mostAheadMs : 0));
  const excused = instant(end + (aheadMs ?? 0));
  return (told) => {
    if (typeof told !== "string") return t0;
    // Cast instants are ISO in UTC with milliseconds, so that text order is the order of time.
    if (told <= believed) return told;
    return told <= excused ? t0 : beginning;
  };
}

const instant = (ms: number): string => new Date(ms).toISOString();
