import { SillageError } from "../core/errors.ts";

/** Refuses a rate, in bytes a second, that admits nothing; null changes none. Throws `throttle.rate`. */
export function refuseRate(bytesPerSecond: number | null): void {
  if (bytesPerSecond === null || (Number.isSafeInteger(bytesPerSecond) && bytesPerSecond > 0)) return;
  throw new SillageError({
    code: "throttle.rate",
    message: `A lane cannot admit ${bytesPerSecond} bytes a second.`,
    fix: "Give a whole number above 0; to stop a lane, pause it.",
  });
}
