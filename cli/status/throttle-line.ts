import type { ThrottleState } from "../../core/ports/database.ts";

/** The throttle in one line, for people. */
export const throttleLine = (state: Pick<ThrottleState, "bytesPerSecond" | "paused" | "enabled">): string =>
  `throttle: ${state.enabled ? `${state.bytesPerSecond} bytes/s` : "off"}${state.paused ? ", paused" : ""}`;
