import { SillageError } from "../core/errors.ts";

/** What opens under no key of a person is missing; a store or a vault that is away is not: that is thrown on. */
export function unlessShut(error: unknown): undefined {
  if (!(error instanceof SillageError) || error.retryable || !error.code.startsWith("pii.")) throw error;
}
