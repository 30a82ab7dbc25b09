import { integerOption } from "./integer-option.ts";

/** Reads a rate of the throttle, bytes a second. Throws `usage.rate`. */
export const rateOption = integerOption("rate", { min: 1_000, max: 10_000_000_000 });
