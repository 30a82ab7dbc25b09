import type { ThrottleState } from "./ports/database.ts";

/** A lane of the throttle as a person reads it: its rate, also while it is off, whether it is paused, and how many times the rate merges are paced at where that is asked. */
export function throttleText(
  { bytesPerSecond, paused, enabled }: Pick<ThrottleState, "bytesPerSecond" | "paused" | "enabled">,
  mergeFactor?: number,
): string {
  const rate = `${bytesPerSecond} bytes/s`;
  const merges = mergeFactor === undefined ? "" : `, merges at ${mergeFactor} times that`;
  return `${enabled ? rate : `off (${rate})`}${paused ? ", paused" : ""}${merges}`;
}
