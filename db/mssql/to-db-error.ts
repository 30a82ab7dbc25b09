import { SillageError, type SillageErrorInit } from "../../core/errors.ts";
import { describeNumber } from "./error-numbers.ts";

/** Rebuild a driver's error from an allow-list. `place` says which database it was, without user or password; `loginNumber` finds the number of a refused login by its text. */
export function toDbError(
  error: unknown,
  place: string,
  loginNumber: (text: string) => number | undefined = () => undefined,
): SillageError {
  if (error instanceof SillageError) return error;
  const first = firstOf(error);
  const text = textOf(first, "message") ?? "";
  const number = numberOf(first) ?? loginNumber(text);
  const told = number === undefined ? undefined : describeNumber(number, text, place);
  return new SillageError(told ?? withoutNumber(textOf(first, "code"), text, place));
}

/** Of several errors of one statement the first is the cause; those after it say that it was ended. */
function firstOf(error: unknown): unknown {
  return error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
}

const lost = /^E(SOCKET|CONN|CLOSE|PIPE|TIMEOUT|TIMEDOUT|NOTFOUND|AI_|HOST|NET|ADDR|INVALIDSTATE|NOTOPEN|INSTLOOKUP)/;
/** What the pool says when nothing was to be had in time. */
const noneFree = /^Failed to acquire a connection|operation timed out/;

/** A TLS handshake that our side ended: what OpenSSL says of certificates, and of a name that is not theirs. */
const untrusted = /certificate|self[- ]signed|altnames/i;

function withoutNumber(code: string | undefined, text: string, place: string): SillageErrorInit {
  if (code === "EENCRYPT")
    return {
      code: "db.encryption",
      message: `${place} and this connection do not agree on encryption.`,
      fix: "Let the server offer TLS; only where nobody can listen set `encrypt=false` in the database's URL.",
    };
  if (code === "ESOCKET" && untrusted.test(text))
    return {
      code: "db.certificate",
      message: `The certificate of ${place} is not trusted.`,
      fix: "Name its authority in NODE_EXTRA_CA_CERTS and the host as the certificate does; `trustServerCertificate=true` in the database's URL checks nothing.",
    };
  if (text.startsWith("Timeout: Request"))
    return {
      code: "db.busy",
      message: `${place} did not answer a statement in time.`,
      fix: "Look at the database's load if it lasts; `requestTimeout` in its URL is in milliseconds.",
      retryable: true,
    };
  if (code === "EFEDAUTH")
    return {
      code: "db.no-token",
      message: `No Entra ID token was to be had for ${place}.`,
      fix: "Check the identity that `auth` names in the database's URL, and that it may sign in from here.",
      retryable: true,
    };
  if (lost.test(code ?? "") || noneFree.test(text))
    return {
      code: "db.unreachable",
      message: `${place} cannot be reached (${code ?? "no connection was free"}).`,
      fix: "Check that it is up and that the address is right.",
      retryable: true,
    };
  // Of columns that the table does not have the server says that it failed, and no more: the driver's words are all there is.
  if (code === "UNKNOWN" && text.includes("BulkLoad"))
    return {
      code: "db.altered",
      message: `${place} refused a bulk load before its first row: it names a column that its table does not have. The table is not as it is declared.`,
      fix: "Look at it with `sillage doctor`, restore the column as the migrations made it, and run again. Nothing was written.",
    };
  return {
    code: "db.failed",
    message: `${place} answered ${code ?? "without a code"}.`,
    fix: "Report it with what was being done; `sillage doctor` checks the schema.",
  };
}

function numberOf(error: unknown): number | undefined {
  const number: unknown = fieldOf(error, "number");
  return typeof number === "number" ? number : undefined;
}

function textOf(error: unknown, field: string): string | undefined {
  const value = fieldOf(error, field);
  return typeof value === "string" ? value : undefined;
}

const fieldOf = (error: unknown, field: string): unknown =>
  typeof error === "object" && error !== null ? Reflect.get(error, field) : undefined;
