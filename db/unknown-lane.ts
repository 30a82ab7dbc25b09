import { SillageError } from "../core/errors.ts";

/** The error `throttle.unknown-lane` for a lane that has no row. */
export const unknownLane = (lane: string): SillageError =>
  new SillageError({
    code: "throttle.unknown-lane",
    message: `There is no throttle lane "${lane}".`,
    fix: "Use `default` or `merge`.",
  });
