import type { ThrottleState } from "./ports/database.ts";

/** A lane of the throttle as a person reads it: its rate, whether it is paused, and how many times the rate merges are paced at where that is asked. */
export const throttleText = (
  state: Pick<ThrottleState, "bytesPerSecond" | "paused" | "enabled">,
  mergeFactor?: number,
): string =>
  `${state.enabled ? `${state.bytesPerSecond} bytes/s` : "off"}${state.paused ? ", paused" : ""}${mergeFactor === undefined ? "" : `, merges at ${mergeFactor} times that`}`;
