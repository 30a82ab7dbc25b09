import { SillageError } from "../../core/errors.ts";

/** What a driver's error tells that is no value, no parameter and no statement. */
type Told = {
  readonly code: string | undefined;
  readonly constraint: string | undefined;
  readonly schema: string | undefined;
  readonly text: string;
};

/** Rebuild a driver's error from an allow-list. `place` says which database it was, without user or password. */
export function toDbError(error: unknown, place: string): SillageError {
  if (error instanceof SillageError) return error;
  const told: Told = {
    code: textOf(error, "code"),
    constraint: textOf(error, "constraint"),
    schema: textOf(error, "schema"),
    text: textOf(error, "message") ?? "",
  };
  return (
    starting(told, place) ??
    unreachable(told, place) ??
    refused(told, place) ??
    notMigrated(told, place) ??
    full(told, place) ??
    busy(told, place) ??
    constraint(told, place) ??
    denied(told, place) ??
    failed(told, place)
  );
}

const networkCode = /^E(CONN|PIPE|TIMEDOUT|NOTFOUND|AI_|HOST|NET|ADDR|ENGINE)/;
/** A server that starts, recovers or stops says so to whoever connects. */
const starting = ({ code }: Told, place: string): SillageError | undefined =>
  code === "57P03"
    ? new SillageError({
        code: "db.resuming",
        message: `${place} is starting or stopping (57P03).`,
        fix: "Give it a minute: runs and processes that start go on by themselves, a command is to be given again; look at its log if it lasts.",
        retryable: true,
      })
    : undefined;

/** A server that stops or has crashed: PostgreSQL's class 57, cancelled statements apart. */
const stopping = /^57P/;
/** What pg says, without any code, of a connection that broke or never was. */
const brokenText =
  /^Connection terminated|timeout exceeded when trying to connect|connection error and is not queryable/;

function unreachable({ code, text }: Told, place: string): SillageError | undefined {
  const broken =
    code === undefined ? brokenText.test(text) : networkCode.test(code) || stopping.test(code) || code.startsWith("08");
  return broken
    ? new SillageError({
        code: "db.unreachable",
        message: `${place} cannot be reached (${code ?? "the connection broke"}).`,
        fix: "Check that it is up and that the address is right.",
        retryable: true,
      })
    : undefined;
}

function refused({ code = "" }: Told, place: string): SillageError | undefined {
  if (code.startsWith("28"))
    return new SillageError({
      code: "db.login-refused",
      message: `${place} refused the login (${code}).`,
      fix: "Check the user and the password in the database's URL, and the server's pg_hba.conf.",
    });
  if (code !== "3D000") return undefined;
  return new SillageError({
    code: "db.no-database",
    message: `${place} does not exist.`,
    fix: "Create it with createdb, or name another one in the database's URL.",
  });
}

const ownRelation = /^(?:relation|schema) "((?:sillage|open|sealed|staging|mart)(?:\.[a-z0-9_]+)?)" does not exist/;

function notMigrated({ code, text }: Told, place: string): SillageError | undefined {
  const [, missing] = code === "42P01" || code === "3F000" ? (ownRelation.exec(text) ?? []) : [];
  return missing === undefined
    ? undefined
    : new SillageError({
        code: "db.not-migrated",
        message: `${place} is not migrated: ${missing} is missing.`,
        fix: "Run `sillage migrate`.",
      });
}

/** Room comes back when somebody makes some, or within minutes when somebody else ends. */
const lastTryOfFull = 5;
const full = ({ code }: Told, place: string): SillageError | undefined =>
  code === "53100"
    ? new SillageError({
        code: "db.full",
        message: `${place} has no room left (53100: its disk is full).`,
        fix: "Free room or give it a larger disk; then run again: what was landed is kept.",
        retryable: true,
        lastTry: lastTryOfFull,
      })
    : undefined;

const passing: Readonly<Record<string, string>> = {
  "40001": "a conflict with another transaction",
  "40P01": "a deadlock",
  "53200": "it is out of memory",
  "53300": "it has too many connections",
  "55P03": "a lock was not to be had",
  "57014": "the statement was cancelled",
  "58030": "it cannot read or write a file",
};
const passingClass = /^(?:40|53|57|58|55P03)/;

function busy({ code = "", constraint: name = "", schema }: Told, place: string): SillageError | undefined {
  // Two attempts of one batch: the one that comes second replaces what the first wrote.
  const collided = code === "23505" && schema === "staging";
  if (!collided && !passingClass.test(code)) return undefined;
  const why = collided ? `another attempt wrote the same lines, ${name}` : passing[code];
  return new SillageError({
    code: "db.busy",
    message: `${place} answered ${code}${why === undefined ? "" : ` (${why})`}.`,
    fix: "Look at the database's log and load if it lasts.",
    retryable: true,
  });
}

function constraint({ code = "", constraint: name }: Told, place: string): SillageError | undefined {
  return code.startsWith("23")
    ? new SillageError({
        code: "db.constraint",
        message: `${place} answered ${code}${name === undefined ? "" : ` on ${name}`}: a row breaks a constraint.`,
        fix: "Look at the declaration of its table; report it when the row is right.",
      })
    : undefined;
}

/** A right that is missing, or that the login may not give: the text names the object, never a value. */
const denied = ({ code, text }: Told, place: string): SillageError | undefined =>
  code === "42501" || code === "01007"
    ? new SillageError({
        code: "db.denied",
        message: `${place} answered ${code}: ${text}.`,
        fix: "Grant it to the login's role: `sillage migrate --grants` gives each role its rights, `sillage sql --dialect postgres` ends with them.",
      })
    : undefined;

/** For errors of statements themselves (class 42) the driver's text names tables and columns only. */
const failed = ({ code, text }: Told, place: string): SillageError =>
  new SillageError({
    code: "db.failed",
    message: `${place} answered ${code ?? "without a code"}${code?.startsWith("42") === true ? `: ${text}` : ""}.`,
    fix: "Look the code up in PostgreSQL's error codes; `sillage doctor` checks the schema.",
  });

function textOf(error: unknown, field: string): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const value: unknown = Reflect.get(error, field);
  return typeof value === "string" ? value : undefined;
}
