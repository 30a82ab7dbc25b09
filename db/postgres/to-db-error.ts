import { SillageError } from "../../core/errors.ts";

const transient = new Set([
  "40001",
  "40P01",
  "53300",
  "57P01",
  "57P02",
  "57P03",
  "08000",
  "08003",
  "08006",
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
  "ETIMEDOUT",
]);

/** Rebuild a driver's error from an allow-list: its code and constraint, never a value, a parameter or a statement. */
export function toDbError(error: unknown): SillageError {
  if (error instanceof SillageError) return error;
  const code = textOf(error, "code") ?? "unknown";
  const constraint = textOf(error, "constraint");
  return new SillageError({
    code: code.startsWith("23") ? "db.constraint" : transient.has(code) ? "db.unreachable" : "db.failed",
    message: `The database answered ${code}${constraint === undefined ? "" : ` on ${constraint}`}${summary(error, code)}.`,
    fix: transient.has(code)
      ? "It is tried again; check that the database is up."
      : "Look the code up in PostgreSQL's error codes; `sillage doctor` checks the schema.",
    retryable: transient.has(code),
  });
}

/** For errors of statements themselves (class 42) the driver's text names tables and columns only. */
const summary = (error: unknown, code: string): string =>
  code.startsWith("42") && error instanceof Error ? `: ${error.message}` : "";

function textOf(error: unknown, field: string): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const value: unknown = Reflect.get(error, field);
  return typeof value === "string" ? value : undefined;
}
