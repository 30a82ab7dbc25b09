const formatters = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();
const quarterHourMs = 900_000;

/** The calendar's first and last instants, years 1 to 9999 in UTC, in milliseconds: what every database can hold. */
export const calendar = {
  first: Date.parse("0001-01-01T00:00:00.000Z"),
  last: Date.parse("9999-12-31T23:59:59.999Z"),
};
const dayMs = 86_400_000;

/** Milliseconds that a zone is ahead of UTC at an instant. Zones change on quarter hours, so one look-up serves each. */
export function offsetMs(ms: number, zone: string): number {
  // A clock on the wall of the calendar's edge shows a year that four digits cannot hold; two days within, the offset is the same.
  const slot = Math.floor(clamp(ms, calendar.first + 2 * dayMs, calendar.last - 2 * dayMs) / quarterHourMs);
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
  return formatter
    .format(ms)
    .replace(" ", "T")
    .replace(/^\d+/, (year) => year.padStart(4, "0"));
}

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** The calendar day (YYYY-MM-DD) of an ISO instant in an IANA zone, within years 1 to 9999. */
export function businessDay(instant: string, zone: string): string {
  const ms = Date.parse(instant);
  return new Date(clamp(ms + offsetMs(ms, zone), calendar.first, calendar.last)).toISOString().slice(0, 10);
}

/** The instant of a naive local time (`2026-07-01T14:00:00`), in milliseconds: the first of two in the autumn fold, shifted forward in the spring gap. */
export function localToInstant(naive: string, zone: string): number {
  const wall = Date.parse(`${naive.replace(" ", "T")}Z`);
  if (Number.isNaN(wall)) return Number.NaN;
  const candidates = [offsetMs(wall - dayMs, zone), offsetMs(wall + dayMs, zone)].map((offset) => wall - offset);
  const real = candidates.filter((ms) => ms + offsetMs(ms, zone) === wall);
  return real.length > 0 ? Math.min(...real) : Math.max(...candidates);
}
