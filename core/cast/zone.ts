const formatters = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();
const quarterHourMs = 900_000;

/** Milliseconds that a zone is ahead of UTC at an instant. Zones change on quarter hours, so one look-up serves each. */
function offsetMs(ms: number, zone: string): number {
  const slot = Math.floor(ms / quarterHourMs);
  const key = `${zone}|${slot}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const offset = Date.parse(`${wallClock(slot * quarterHourMs, zone)}Z`) - slot * quarterHourMs;
  if (offsets.size > 100_000) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

function wallClock(ms: number, zone: string): string {
  const formatter =
    formatters.get(zone) ??
    new Intl.DateTimeFormat("sv-SE", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
  formatters.set(zone, formatter);
  return formatter.format(ms).replace(" ", "T");
}

/** The calendar day (YYYY-MM-DD) of an ISO instant in an IANA zone. */
export function businessDay(instant: string, zone: string): string {
  const ms = Date.parse(instant);
  return new Date(ms + offsetMs(ms, zone)).toISOString().slice(0, 10);
}

/** The instant of a naive local time (`2026-07-01T14:00:00`), in milliseconds: the first of two in the autumn fold, shifted forward in the spring gap. */
export function localToInstant(naive: string, zone: string): number {
  const wall = Date.parse(`${naive.replace(" ", "T")}Z`);
  if (Number.isNaN(wall)) return Number.NaN;
  const day = 86_400_000;
  const candidates = [offsetMs(wall - day, zone), offsetMs(wall + day, zone)].map((offset) => wall - offset);
  const real = candidates.filter((ms) => ms + offsetMs(ms, zone) === wall);
  return real.length > 0 ? Math.min(...real) : Math.max(...candidates);
}
