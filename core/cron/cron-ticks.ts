import { businessDay, localToInstant } from "../cast/zone.ts";
import type { Cron } from "./parse-cron.ts";

const dayMs = 86_400_000;
/** Days looked through for a tick: the 29th of February comes every eight years at least. */
const reach = 366 * 8 + 2;

/** The first tick after an instant (ms), in an IANA zone; undefined when none ever comes. A time that a spring night skips comes when it would have been; one that an autumn night has twice comes at its first. */
export const nextTick = (cron: Cron, zone: string, after: number): number | undefined =>
  walk(after, 1, zone, (day) => ticksOf(cron, zone, day).find((tick) => tick > after));

/** The last tick up to an instant (ms); undefined when none came within eight years. */
export const lastTick = (cron: Cron, zone: string, upTo: number): number | undefined =>
  walk(upTo, -1, zone, (day) => ticksOf(cron, zone, day).findLast((tick) => tick <= upTo));

function walk(from: number, by: 1 | -1, zone: string, find: (day: string) => number | undefined): number | undefined {
  const first = Date.parse(businessDay(new Date(from).toISOString(), zone));
  for (let days = 0; days <= reach; days++) {
    const found = find(new Date(first + by * days * dayMs).toISOString().slice(0, 10));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Ticks of a day, earliest first. */
function ticksOf(cron: Cron, zone: string, day: string): readonly number[] {
  if (!isDayOf(cron, day)) return [];
  const times = cron.hours.flatMap((hour) => cron.minutes.map((minute) => `${day}T${two(hour)}:${two(minute)}:00`));
  return times.map((time) => localToInstant(time, zone)).toSorted((one, other) => one - other);
}

function isDayOf({ days, months, weekdays, eitherDay }: Cron, day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  if (!months.includes(date.getUTCMonth() + 1)) return false;
  const [onDay, onWeekday] = [days.includes(date.getUTCDate()), weekdays.includes(date.getUTCDay())];
  return eitherDay ? onDay || onWeekday : onDay && onWeekday;
}

const two = (number: number): string => String(number).padStart(2, "0");
