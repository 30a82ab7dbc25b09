import type { ThrottleState } from "./ports/database.ts";

/** A lane of the throttle as a person reads it: its rate, and whether it is paused. */
export const throttleText = (state: Pick<ThrottleState, "bytesPerSecond" | "paused" | "enabled">): string =>
  `${state.enabled ? `${state.bytesPerSecond} bytes/s` : "off"}${state.paused ? ", paused" : ""}`;
