/** Bytes that came in between two instants, milliseconds. */
export type Inflow = { readonly bytes: number; readonly from: number; readonly to: number };

const minuteMs = 60_000;

/** Bytes a second of each of the last minutes before `now`, the oldest first: what came in is spread evenly over the time that it took. */
export function usedRate(
  inflows: readonly Inflow[],
  { now, minutes }: { readonly now: number; readonly minutes: number },
): readonly number[] {
  return Array.from({ length: minutes }, (_, place) => {
    const from = now - (minutes - place) * minuteMs;
    return inflows.reduce((sum, inflow) => sum + within(inflow, from), 0) / 60;
  });
}

/** Bytes of what came in that fall into the minute from an instant on. */
function within({ bytes, from, to }: Inflow, minute: number): number {
  // What took no time is within the minute that it ended in.
  if (to <= from) return to > minute && to <= minute + minuteMs ? bytes : 0;
  const shared = Math.min(to, minute + minuteMs) - Math.max(from, minute);
  return shared <= 0 ? 0 : (bytes * shared) / (to - from);
}
