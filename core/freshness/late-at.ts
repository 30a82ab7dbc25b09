import { businessDay, localToInstant } from "../cast/zone.ts";

/**
 * How fresh an asset promises to be. `within` with a `zone`: it is partitioned by days of that zone, and each day is
 * there so many milliseconds after it ended. `by`: at that time of each day, everything up to its midnight is there.
 */
export type FreshnessPromise =
  | { readonly kind: "within"; readonly ms: number; readonly zone: string | null }
  | { readonly kind: "by"; readonly time: string; readonly zone: string };

const dayMs = 86_400_000;

/** When something becomes late whose data is as of an instant, and is late from then on; both milliseconds. */
export function lateAt(promise: FreshnessPromise, asOf: number): number {
  if (promise.kind === "within")
    return (
      (promise.zone === null ? asOf : localToInstant(`${nextDay(asOf, promise.zone)}T00:00:00`, promise.zone)) +
      promise.ms
    );
  return localToInstant(`${nextDay(asOf, promise.zone)}T${promise.time}:00`, promise.zone);
}

/** The day after that of an instant: the first whose beginning is later. */
function nextDay(instant: number, zone: string): string {
  const day = businessDay(new Date(instant).toISOString(), zone);
  return new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10);
}
