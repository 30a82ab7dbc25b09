import { SillageError } from "./errors.ts";

const codePattern = /^[\w.-]{1,40}$/;

/** An error as a log may hold it: our own with its message, any other by its name and code only, since foreign messages quote values; then the frames of our own files. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `a thrown ${typeof error}`;
  const said = error instanceof SillageError ? `${error.code}: ${error.message}` : nameOf(error);
  const cause = error.cause instanceof Error ? [`  caused by ${nameOf(error.cause)}`] : [];
  return [said, ...framesOf(error), ...cause].join("\n");
}

function nameOf(error: Error): string {
  const code = "code" in error ? String(error.code) : "";
  return codePattern.test(code) ? `${error.name} ${code}` : error.name;
}

/** The stack begins with the message, whose lines may look like frames: only what follows it counts. */
function framesOf(error: Error): readonly string[] {
  const stack = error.stack ?? "";
  const at = stack.indexOf(error.message);
  return stack
    .slice(at < 0 ? stack.length : at + error.message.length)
    .split("\n")
    .filter((line) => /^ {4}at /.test(line) && !/node_modules|node:/.test(line));
}
