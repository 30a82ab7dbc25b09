const zero = 0x30;
/** Days and milliseconds from the year 1970 to PostgreSQL's own beginning, the year 2000. */
const beginning = { days: 10_957, ms: 946_684_800_000 };
const dayMs = 86_400_000;
/** Days of the Gregorian calendar's four centuries, which repeat. */
const eraDays = 146_097;

/** Days from 2000-01-01 to a day (YYYY-MM-DD). */
export const daysOf = (day: string): number => daysSince1970(day) - beginning.days;

/** Microseconds from 2000-01-01 to an instant in canonical form (ISO in UTC with milliseconds); a bigint where a double would not tell them exactly. */
export function microsecondsOf(instant: string): number | bigint {
  const seconds = (two(instant, 11) * 60 + two(instant, 14)) * 60 + two(instant, 17);
  const ms = daysSince1970(instant) * dayMs - beginning.ms + seconds * 1000 + two(instant, 20) * 10 + one(instant, 22);
  return Math.abs(ms) <= Number.MAX_SAFE_INTEGER / 1000 ? ms * 1000 : BigInt(ms) * 1000n;
}

/** Years are counted from March, so that the day that some of them lack is their last. Whole numbers throughout, which V8 keeps in registers. */
function daysSince1970(text: string): number {
  const month = two(text, 5);
  const year = two(text, 0) * 100 + two(text, 2) - (month <= 2 ? 1 : 0);
  const inYear = whole((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + two(text, 8) - 1;
  const era = whole(year / 400);
  const ofEra = year - era * 400;
  return era * eraDays + ofEra * 365 + whole(ofEra / 4) - whole(ofEra / 100) + inYear - 719_468;
}

const whole = (value: number): number => value | 0;
const one = (text: string, at: number): number => text.charCodeAt(at) - zero;
const two = (text: string, at: number): number => one(text, at) * 10 + one(text, at + 1);
