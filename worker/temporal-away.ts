import { isGrpcServiceError } from "@temporalio/client";
import { SillageError } from "../core/errors.ts";

/** gRPC's statuses of a server that is away, or takes too long. */
const unavailable = new Set([4, 14]);

/** Do some work with Temporal. Throws `temporal.unreachable` where no server answers, and what the work throws. */
export async function temporalAway<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!unavailable.has(statusOf(error) ?? -1)) throw error;
    throw new SillageError({
      code: "temporal.unreachable",
      message: "No Temporal server answers.",
      fix: "Ask again in a moment; see that it runs and that TEMPORAL_ADDRESS names it.",
      retryable: true,
      cause: error,
    });
  }
}

/** The status of a gRPC error, or of the one that caused it. */
function statusOf(error: unknown): number | undefined {
  if (isGrpcServiceError(error)) return error.code;
  return error instanceof Error && error.cause !== undefined ? statusOf(error.cause) : undefined;
}
