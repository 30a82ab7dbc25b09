import { expect, test } from "vitest";
import { SillageError } from "../../core/errors.ts";
import { toDbError } from "./to-db-error.ts";

const place = "PostgreSQL at db.example:5432/sillage";
const unreachable = "Check that it is up and that the address is right.";
const lasting = "Look at the database's log and load if it lasts.";

test.each([
  [{ code: "ECONNREFUSED", message: "x" }, `${place} cannot be reached (ECONNREFUSED). ${unreachable}`],
  [{ code: "ECONNRESET" }, `${place} cannot be reached (ECONNRESET). ${unreachable}`],
  [{ code: "ENOTFOUND" }, `${place} cannot be reached (ENOTFOUND). ${unreachable}`],
  [{ code: "EAI_AGAIN" }, `${place} cannot be reached (EAI_AGAIN). ${unreachable}`],
  [{ code: "ETIMEDOUT" }, `${place} cannot be reached (ETIMEDOUT). ${unreachable}`],
  [{ code: "EHOSTUNREACH" }, `${place} cannot be reached (EHOSTUNREACH). ${unreachable}`],
  [{ code: "08006" }, `${place} cannot be reached (08006). ${unreachable}`],
  [{ code: "57P01" }, `${place} cannot be reached (57P01). ${unreachable}`],
  [
    new Error("Connection terminated unexpectedly"),
    `${place} cannot be reached (the connection broke). ${unreachable}`,
  ],
  [
    new Error("timeout exceeded when trying to connect"),
    `${place} cannot be reached (the connection broke). ${unreachable}`,
  ],
  [
    new Error("Client has encountered a connection error and is not queryable"),
    `${place} cannot be reached (the connection broke). ${unreachable}`,
  ],
])("a connection that broke or never was may be there later: %o", (error, message) => {
  expect(toDbError(error, place)).toMatchObject({ code: "db.unreachable", message, retryable: true });
});

test("a server that starts is waited for", () => {
  expect(toDbError({ code: "57P03", message: "the database system is starting up" }, place)).toMatchObject({
    code: "db.resuming",
    message: `${place} is starting or stopping (57P03). Give it a minute: runs and processes that start go on by themselves, a command is to be given again; look at its log if it lasts.`,
    retryable: true,
  });
});

test.each([
  ["40001", "40001 (a conflict with another transaction)"],
  ["40P01", "40P01 (a deadlock)"],
  ["53200", "53200 (it is out of memory)"],
  ["53300", "53300 (it has too many connections)"],
  ["55P03", "55P03 (a lock was not to be had)"],
  ["57014", "57014 (the statement was cancelled)"],
  ["58030", "58030 (it cannot read or write a file)"],
  ["58000", "58000"],
])("what passes may succeed later: %s", (code, answered) => {
  expect(toDbError({ code }, place)).toMatchObject({
    code: "db.busy",
    message: `${place} answered ${answered}. ${lasting}`,
    retryable: true,
  });
});

test("a disk that is full is tried a few times, then told with what to do", () => {
  expect(toDbError({ code: "53100" }, place)).toMatchObject({
    code: "db.full",
    message: `${place} has no room left (53100: its disk is full). Free room or give it a larger disk; then run again: what was landed is kept.`,
    retryable: true,
    lastTry: 5,
  });
});

test("two attempts that stage the same lines may try again; any other broken constraint is an error", () => {
  expect(toDbError({ code: "23505", schema: "staging", constraint: "orders_pkey" }, place)).toMatchObject({
    code: "db.busy",
    message: `${place} answered 23505 (another attempt wrote the same lines, orders_pkey). ${lasting}`,
    retryable: true,
  });
  expect(toDbError({ code: "23505", schema: "open", constraint: "orders_pkey" }, place)).toMatchObject({
    code: "db.constraint",
    message: `${place} answered 23505 on orders_pkey: a row breaks a constraint. Look at the declaration of its table; report it when the row is right.`,
    retryable: false,
  });
  expect(toDbError({ code: "23502" }, place).message).toBe(
    `${place} answered 23502: a row breaks a constraint. Look at the declaration of its table; report it when the row is right.`,
  );
});

test("a refused login and a database that is not there say what to mend, and nobody's name", () => {
  expect(toDbError({ code: "28P01", message: 'password authentication failed for user "ann"' }, place)).toMatchObject({
    code: "db.login-refused",
    message: `${place} refused the login (28P01). Check the user and the password in the database's URL, and the server's pg_hba.conf.`,
    retryable: false,
  });
  expect(toDbError({ code: "3D000", message: 'database "sillage" does not exist' }, place)).toMatchObject({
    code: "db.no-database",
    message: `${place} does not exist. Create it with createdb, or name another one in the database's URL.`,
    retryable: false,
  });
});

test("a right that is missing names its object and the grants", () => {
  expect(toDbError({ code: "42501", message: "permission denied for table load" }, place)).toMatchObject({
    code: "db.denied",
    message: `${place} answered 42501: permission denied for table load. Grant it to the login's role: \`sillage migrate --grants\` gives each role its rights, \`sillage sql --dialect postgres\` ends with them.`,
    retryable: false,
  });
});

test("a table of ours that is missing asks for the migrations; another one is an error of its statement", () => {
  expect(toDbError({ code: "42P01", message: 'relation "sillage.load" does not exist' }, place)).toMatchObject({
    code: "db.not-migrated",
    message: `${place} is not migrated: sillage.load is missing. Run \`sillage migrate\`.`,
    retryable: false,
  });
  expect(toDbError({ code: "3F000", message: 'schema "sillage" does not exist' }, place).message).toBe(
    `${place} is not migrated: sillage is missing. Run \`sillage migrate\`.`,
  );
  expect(toDbError({ code: "42P01", message: 'relation "elsewhere" does not exist' }, place)).toMatchObject({
    code: "db.failed",
    message: `${place} answered 42P01: relation "elsewhere" does not exist. Look the code up in PostgreSQL's error codes; \`sillage doctor\` checks the schema.`,
  });
});

test("a value that the driver quotes is told to nobody", () => {
  const told = toDbError(
    { code: "22P02", message: 'invalid input syntax for type integer: "Ann"', detail: "Ann" },
    place,
  );
  expect(told).toMatchObject({
    code: "db.failed",
    message: `${place} answered 22P02. Look the code up in PostgreSQL's error codes; \`sillage doctor\` checks the schema.`,
    retryable: false,
  });
  expect(told.cause).toBeUndefined();
  expect(toDbError("odd", place).message).toBe(
    `${place} answered without a code. Look the code up in PostgreSQL's error codes; \`sillage doctor\` checks the schema.`,
  );
});

test("an error of our own passes as it is", () => {
  const own = new SillageError({ code: "a.b", message: "A.", fix: "B." });
  expect(toDbError(own, place)).toBe(own);
});
