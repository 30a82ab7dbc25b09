import { businessDay } from "../cast/zone.ts";

const dayMs = 86_400_000;

/** Whether the last pass that read everything began before the latest Sunday of an IANA zone, today included: one that was missed falls due later, one that was made is not repeated. */
export function isWholeDue(lastFull: string | undefined, now: Date, zone: string): boolean {
  if (lastFull === undefined) return true;
  const today = Date.parse(businessDay(now.toISOString(), zone));
  const sunday = new Date(today - new Date(today).getUTCDay() * dayMs).toISOString().slice(0, 10);
  return businessDay(lastFull, zone) < sunday;
}
