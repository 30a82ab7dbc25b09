import type { Clock } from "../core/ports/clock.ts";

/** The system's clock. */
export const systemClock: Clock = { now: () => new Date() };
