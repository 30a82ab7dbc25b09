/** A count at an instant, and how fast it grows a second, smoothed. */
export type Pace = { readonly count: number; readonly perSecond: number };

/** Weight of the newest look in the smoothed pace. */
const weight = 0.3;

/** The pace of a count after a look before, so many seconds ago; a count that began again keeps the pace it had. */
export function paced(before: Pace | undefined, count: number, seconds: number): Pace {
  if (before === undefined || seconds <= 0 || count < before.count) return { count, perSecond: before?.perSecond ?? 0 };
  const now = (count - before.count) / seconds;
  return { count, perSecond: before.perSecond === 0 ? now : before.perSecond * (1 - weight) + now * weight };
}

/** The time that is left at a pace, `, 1:05 left`; nothing where nothing is left or nothing moves. */
export const timeLeft = (left: number, { perSecond }: Pace): string =>
  perSecond > 0 && left > 0 ? `, ${duration(left / perSecond)} left` : "";

const duration = (seconds: number): string => {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};
