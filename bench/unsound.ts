import { SillageError } from "../core/errors.ts";

/** What a measurement throws whose own work went wrong: `what` happened, with the figures seen. No figure is told then. */
export const unsound = (what: string): SillageError =>
  new SillageError({
    code: "bench.unsound",
    message: `The measurement is not sound: ${what}.`,
    fix: "No figure was kept. Mend what it measures, then measure again.",
  });
