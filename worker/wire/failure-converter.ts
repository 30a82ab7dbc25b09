import {
  ApplicationFailure,
  DefaultFailureConverter,
  TemporalFailure,
  type PayloadConverter,
  type ProtoFailure,
} from "@temporalio/common";
import { ownFrames } from "../../core/own-frames.ts";

/** How our codes are written: `<area>.<what>`. */
const code = /^[a-z0-9-]{1,40}(\.[a-z0-9-]{1,60})?$/;

/** Errors of activities, workflows and handlers, made anew from what may be told: a code of ours with its message, the frames of our own files, whether a retry helps. Anything else tells its class alone. */
class CodedFailureConverter extends DefaultFailureConverter {
  override errorToFailure(error: unknown, payloads: PayloadConverter): ProtoFailure {
    return super.errorToFailure(tellable(error), payloads);
  }
}

/** What came over the wire was made anew by who sent it; the SDK's own failures say ids and types of ours, and their causes pass here in turn. */
function tellable(error: unknown): Error {
  if (error instanceof TemporalFailure && error.failure !== undefined) return error;
  if (error instanceof ApplicationFailure) return framed(rebuilt(error), error);
  if (error instanceof TemporalFailure) return framed(error, error);
  return framed(isOurs(error) ? ofOurs(error) : unexpected(error), error);
}

function rebuilt({ message, type, nonRetryable, nextRetryDelay, category }: ApplicationFailure): ApplicationFailure {
  if (typeof type !== "string" || !code.test(type)) return unexpected(undefined);
  return ApplicationFailure.create({
    message,
    type,
    nonRetryable: nonRetryable ?? false,
    ...(nextRetryDelay != null && { nextRetryDelay }),
    ...(category != null && { category }),
  });
}

type Ours = Error & { readonly code: string; readonly retryable: boolean };

/** Told by its name: the sandbox of workflows and this module have classes of their own. */
const isOurs = (error: unknown): error is Ours =>
  error instanceof Error && error.name === "SillageError" && "code" in error && code.test(String(error.code));

const ofOurs = ({ message, code: type, retryable }: Ours): ApplicationFailure =>
  ApplicationFailure.create({ message, type, nonRetryable: !retryable });

const unexpected = (error: unknown): ApplicationFailure =>
  ApplicationFailure.create({
    type: "unexpected",
    message: `An unexpected ${error instanceof Error && /^[A-Za-z]{1,60}$/.test(error.name) ? error.name : "error"} was thrown. See the worker's log.`,
  });

function framed<E extends Error>(told: E, from: unknown): E {
  told.stack = from instanceof Error ? ownFrames(from).join("\n") : "";
  return told;
}

/** What workers, clients and the workflows' sandbox turn errors into failures with; loaded by its path. */
export const failureConverter = new CodedFailureConverter();
