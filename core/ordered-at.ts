import type { Manifest } from "./manifest.ts";
import type { CastValue } from "./ports/database.ts";

/** What is known of a pass: the source's clock when it began, how long it took, since when it asked. */
export type Reading = Pick<Manifest, "t0" | "elapsedMs" | "since">;

/** Before whatever a source tells. */
const beginning = new Date(0).toISOString();
/** What an API that filters by the day may send before the instant that was asked for, where clocks are put back. */
const longestDay = 25 * 3_600_000;

/**
 * The instant (ISO, UTC, milliseconds) at which a version of a row that a pass read is ordered: what the row tells, as
 * cast, or T0 where it tells nothing. What had not come when the pass ended is poisoned, and ordered as early as the row
 * may truly be: a day before the pass asked since, or before everything where it asked for no instant. So the true version, which
 * the same request would bring, takes its place, whatever it tells.
 */
export function orderedAt({ t0, elapsedMs, since }: Reading): (told: CastValue | undefined) => string {
  const ended = new Date(Date.parse(t0) + elapsedMs).toISOString();
  const poisoned = instantOf(since) ?? beginning;
  return (told) => {
    if (typeof told !== "string") return t0;
    // Cast instants are ISO in UTC with milliseconds, so that text order is the order of time.
    return told <= ended ? told : poisoned;
  };
}

/** A pass may ask since a version, which is a number. */
const instantOf = (since: string | null): string | undefined =>
  since?.includes("T") === true ? new Date(Date.parse(since) - longestDay).toISOString() : undefined;
