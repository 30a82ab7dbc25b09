import { SillageError } from "../core/errors.ts";

/** Undefined for what opens under no key of a person; a store or a vault that is away is thrown again. */
export function unlessShut(error: unknown): undefined {
  if (!(error instanceof SillageError) || error.retryable || !error.code.startsWith("pii.")) throw error;
}
