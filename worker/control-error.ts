import { SillageError } from "../core/errors.ts";

/** An error as one JSON object. `message` is what happened, without what to do about it: that is `fix`. */
export type ErrorDocument = {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly retryable: boolean;
};

const logged = "See the logs in the data directory.";

/** Any error as a document; what is not ours tells its message only where `unexpected` allows it. */
export function errorDocument(error: unknown, unexpected: (error: unknown) => string): ErrorDocument {
  if (!(error instanceof SillageError))
    return { code: "unexpected", message: unexpected(error), fix: logged, retryable: false };
  const { code, fix, retryable, message } = error;
  return { code, message: message.endsWith(fix) ? message.slice(0, -fix.length).trim() : message, fix, retryable };
}

/** The error that a document was made of. */
export const errorOf = (document: ErrorDocument): SillageError => new SillageError(document);
