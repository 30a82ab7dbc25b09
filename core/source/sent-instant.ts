import { offsetMs } from "../cast/zone.ts";
import type { SentInstant } from "../spec/read.ts";

const dayMs = 86_400_000;
/** What most APIs take: RFC 3339 in UTC, compared by the second. */
export const bySecond: SentInstant = { sends: "rfc3339", tickMs: 1_000 };

/** What a row may lie behind an instant that was sent and be left out by an API that compares exclusively, in milliseconds. */
export const tickOf = (sent: SentInstant): number => (sent.sends === "date" ? dayMs : sent.tickMs);

/**
 * Milliseconds on the API's own clock (UTC, or the wall of its zone) that stand for an ISO instant: floored to its tick,
 * so that no row at or after the instant is left out, however the API reads an hour that its zone has twice.
 */
export function sentMs(instant: string, sent: SentInstant): number {
  const ms = Date.parse(instant);
  switch (sent.sends) {
    case "rfc3339":
    case "unix-seconds":
      return floor(ms, sent.tickMs);
    case "local":
      return floor(wallMs(ms, sent.zone), sent.tickMs);
    case "date":
      return floor(wallMs(ms, sent.zone), dayMs);
  }
}

/** A time on the API's own clock, as its queries take it. */
export function sentText(ms: number, { sends }: SentInstant): string {
  if (sends === "unix-seconds") return String(ms / 1_000);
  const iso = new Date(ms).toISOString();
  return sends === "rfc3339" ? iso : sends === "local" ? iso.slice(0, 19) : iso.slice(0, 10);
}

/** The wall of a zone; where it is put back within a day, as it will be then: an hour that comes twice names its first, and what follows is earlier than what went before. */
const wallMs = (ms: number, zone: string): number => ms + Math.min(offsetMs(ms, zone), offsetMs(ms + dayMs, zone));

const floor = (ms: number, tick: number): number => Math.floor(ms / tick) * tick;
