import { SillageError } from "./errors.ts";
import { ownFrames } from "./own-frames.ts";

const codePattern = /^[\w.-]{1,40}$/;

/** An error as a log may hold it: our own with its message, any other by its name and code only, since foreign messages quote values; then the frames of our own files. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `a thrown ${typeof error}`;
  const said = error instanceof SillageError ? `${error.code}: ${error.message}` : nameOf(error);
  const cause = error.cause instanceof Error ? [`  caused by ${nameOf(error.cause)}`] : [];
  return [said, ...ownFrames(error), ...cause].join("\n");
}

function nameOf(error: Error): string {
  const code = "code" in error ? String(error.code) : "";
  return codePattern.test(code) ? `${error.name} ${code}` : error.name;
}
