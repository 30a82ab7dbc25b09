/** How long a pass has taken when it was last told, and when that was on the wall clock. Milliseconds. */
export type PassTime = { readonly elapsedMs: number; readonly at: number };

/**
 * Tells how long a pass has taken since its first attempt: by the monotonic clock within an attempt, so that a clock
 * that is set back hides nothing; by the wall clock only between two attempts.
 */
export function passTimer(
  before: PassTime | undefined,
  clocks: { readonly wall: () => number; readonly steady: () => number } = {
    wall: () => Date.now(),
    steady: () => performance.now(),
  },
): () => PassTime {
  const start = clocks.steady();
  const carried = before === undefined ? 0 : before.elapsedMs + Math.max(0, clocks.wall() - before.at);
  return () => ({ elapsedMs: Math.ceil(carried + clocks.steady() - start), at: clocks.wall() });
}
