import { SillageError } from "../core/errors.ts";
import type { BulkWork } from "../core/ports/reveals.ts";

/** No retry helps: it was never asked for, or its audit was changed, which somebody has to look into first. */
const final: readonly string[] = ["reveal.no-request", "audit.broken"];

/** Work on bulk reveals that waits for what somebody has to mend, as for what passes by itself: what was approved is made once the vault, its keys and the stores let it. Throws `reveal.unavailable`, which may pass. */
export const patientWork = (work: BulkWork): BulkWork => ({
  make: (id) =>
    work.make(id).catch((error: unknown) => Promise.reject(isForSomebody(error) ? unavailable(error) : error)),
  drop: work.drop,
});

const isForSomebody = (error: unknown): error is SillageError =>
  error instanceof SillageError && !error.retryable && !final.includes(error.code);

const unavailable = (cause: SillageError): SillageError =>
  new SillageError({
    code: "reveal.unavailable",
    message: `The file of a bulk reveal cannot be made yet (${cause.code}).`,
    fix: "Mend what the code says: it is made by itself then, for a day; after that an approval asks for it again.",
    retryable: true,
    cause,
  });
