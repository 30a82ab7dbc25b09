import { describeError } from "../core/describe-error.ts";
import { SillageError } from "../core/errors.ts";

/** Why a process did not start, as its log says it: our own error by code, message and fix, any other as `describeError` tells it. */
export const startUpFailure = (error: unknown): string =>
  error instanceof SillageError ? `${error.code}: ${error.message}` : describeError(error);
