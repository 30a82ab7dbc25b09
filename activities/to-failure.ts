import { Context } from "@temporalio/activity";
import { ApplicationFailure, ApplicationFailureCategory } from "@temporalio/common";
import { describeError } from "../core/describe-error.ts";
import { SillageError } from "../core/errors.ts";
import { refuseInputs } from "../core/inputs/refuse-inputs.ts";

/** Any error as a Temporal failure: its code as type, its message, no cause and no foreign stack, which might hold values. Being asked to wait is no failure to count: it is tried again then. At an error's last try (`attempt`, from 1) it is final. */
export function toFailure(error: unknown, attempt: () => number = () => 1): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  if (!(error instanceof SillageError))
    return ApplicationFailure.create({
      type: "unexpected",
      message: `An unexpected ${error instanceof Error ? error.name : typeof error} was thrown. See the worker's log.`,
    });
  return ApplicationFailure.create({
    type: error.code,
    message: error.message,
    nonRetryable: !error.retryable || (error.lastTry !== undefined && attempt() >= error.lastTry),
    ...(error.retryAfterMs !== undefined && {
      nextRetryDelay: error.retryAfterMs,
      category: ApplicationFailureCategory.BENIGN,
    }),
  });
}

/** Activities that are given ids, dates and numbers only (`input.refused`), and whose errors cross the wire coded. Cancellations pass as they are; `report` is told what a log may hold of the original. */
export function coded<A extends Record<string, (...args: never[]) => Promise<unknown>>>(
  activities: A,
  report: (line: string) => void,
): A {
  const wrap =
    (name: string, activity: (...args: never[]) => Promise<unknown>) =>
    async (...args: never[]) => {
      try {
        refuseInputs(name, args);
        return await activity(...args);
      } catch (error) {
        if (
          error instanceof Error &&
          (error.name === "CancelledFailure" || error.name === "AbortError" || error.name === "CompleteAsyncError")
        )
          throw error;
        report(`${name}: ${describeError(error)}`);
        throw toFailure(error, () => Context.current().info.attempt);
      }
    };
  return mintActivities<A>(
    Object.fromEntries(Object.entries(activities).map(([name, activity]) => [name, wrap(name, activity)])),
  );
}

/** Wrapping keeps every signature: the one place where that is stated. */
const mintActivities = <A>(wrapped: unknown): A => wrapped as A;
