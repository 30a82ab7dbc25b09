import type { ThrottleState } from "../../core/ports/database.ts";
import { throttleText } from "../../core/throttle-text.ts";

/** The throttle in one line, for people. */
export const throttleLine = (
  state: Pick<ThrottleState, "bytesPerSecond" | "paused" | "enabled"> & { readonly mergeFactor?: number },
): string => `throttle: ${throttleText(state, state.mergeFactor)}`;
