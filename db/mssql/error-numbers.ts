import type { SillageErrorInit } from "../../core/errors.ts";

/** What an error number is told as. `text` is the server's: only names that our own patterns find in it are told on. */
type Describe = (number: number, text: string, place: string) => SillageErrorInit | undefined;

/** The error of ours for one of the server's. */
export const describeNumber: Describe = (number, text, place) => {
  for (const describe of [login, resuming, busy, broken, denied, altered, constraint]) {
    const told = describe(number, text, place);
    if (told !== undefined) return told;
  }
  return failed(number, text, place);
};

/** A failover says that there is no such database, and so does a name that is wrong: the growing waits of so many tries span more than five minutes, and a failover is mostly over within one. */
const lastTryOfMissing = 10;

const login: Describe = (number, text, place) => {
  if (number === 4060)
    return {
      code: "db.no-database",
      message: `${place} cannot be opened (4060).`,
      fix: "Create it or name another one in the database's URL, and let the login in; a failover says so too, and passes.",
      retryable: true,
      lastTry: lastTryOfMissing,
    };
  if (number === 40615 || number === 40914)
    return {
      code: "db.firewall",
      message: `${place} refuses connections from ${/IP address '([0-9a-f.:]+)'/i.exec(text)?.[1] ?? "this network"} (${number}).`,
      fix: "Add it to the firewall rules of the server.",
    };
  if (![18456, 18452, 18470, 18486, 18487, 18488].includes(number)) return undefined;
  return /token/i.test(text) && /expired/i.test(text)
    ? {
        code: "db.token-expired",
        message: `${place} refused the login: the access token has expired (${number}).`,
        fix: "Put a fresh token into the database's URL, or use auth=default, which renews it by itself.",
      }
    : {
        code: "db.login-refused",
        message: `${place} refused the login (${number}).`,
        fix: "Check `auth`, the user and the password in the database's URL, and that the login has a user in the database.",
      };
};

/** A serverless database that wakes, a failover, a scaling: mostly over within a minute. No wait is asked for: the activities' own, which grow, span more than that minute in five attempts, and a short one would use them up. */
const resumingNumbers = [615, 926, 4221, 40197, 40613, 40540, 40143];
const resuming: Describe = (number, _, place) =>
  resumingNumbers.includes(number)
    ? {
        code: "db.resuming",
        message: `${place} is resuming or moving (${number}).`,
        fix: "Wait: it is tried again by itself; it is mostly over within a minute.",
        retryable: true,
      }
    : undefined;

const passing: Readonly<Record<number, string>> = {
  701: "it is out of memory",
  1105: "its disk is full",
  1204: "it has no lock left",
  1205: "a deadlock",
  1222: "a lock was not to be had",
  3960: "a conflict with another transaction",
  9002: "its log is full",
  10928: "its tier's limit of requests is reached",
  10929: "its tier's limit of requests is reached",
  40501: "it is too busy",
  40544: "its size limit is reached",
  49918: "it has no resources left",
  49919: "too many operations are in progress",
  49920: "too many operations are in progress",
};
const collided = [2601, 2627];

const busy: Describe = (number, text, place) => {
  // Two attempts of one batch: the one that comes second replaces what the first wrote.
  const twice = collided.includes(number) && text.includes("'staging.");
  const why = twice ? `another attempt wrote the same lines, ${constraintIn(text)}` : passing[number];
  if (why === undefined) return undefined;
  return {
    code: "db.busy",
    message: `${place} answered ${number} (${why}).`,
    fix: "Look at the database's load and tier if it lasts.",
    retryable: true,
    ...(number === 40501 && { retryAfterMs: 10_000 }),
  };
};

const broken: Describe = (number, _, place) =>
  [20, 64, 233, 10053, 10054, 10060, 6005, 17142].includes(number)
    ? {
        code: "db.unreachable",
        message: `${place} cannot be reached (${number}).`,
        fix: "Check that it is up and that the address is right.",
        retryable: true,
      }
    : undefined;

/** Rights that are missing: their text names the right and the object. */
const denied: Describe = (number, text, place) =>
  [229, 230, 262, 297, 300].includes(number)
    ? {
        code: "db.denied",
        message: `${place} answered ${number}: ${text.replace(/\.$/, "")}.`,
        fix: "Grant it to the login's user: `sillage sql --dialect mssql` ends with grants for two roles.",
      }
    : undefined;

/** Numbers whose text names objects of the schema only: a missing column or table, one that is narrower than declared. */
const altered: Describe = (number, text, place) => {
  const missing = /Invalid object name '((?:sillage|open|sealed|staging|mart|identity)\.[A-Za-z0-9_]+)'/.exec(text);
  if (number === 208 && missing !== null)
    return {
      code: "db.not-migrated",
      message: `${place} is not migrated: ${missing[1]} is missing.`,
      fix: "Run `sillage migrate`.",
    };
  const what = alteredPart(number, text);
  if (what === undefined) return undefined;
  return {
    code: "db.altered",
    message: `${place} answered ${number}: ${what}.`,
    fix: "The table is not as it is declared: restore the column as the migrations made it. Nothing of the batch was written.",
  };
};

function alteredPart(number: number, text: string): string | undefined {
  if (number === 207)
    return `the column ${/Invalid column name '([A-Za-z0-9_]+)'/.exec(text)?.[1] ?? "of a statement"} is missing`;
  if (number === 2628) {
    const [, table, column] =
      /in table '(?:[^'.]+\.)?([A-Za-z0-9_]+\.[A-Za-z0-9_]+)', column '([A-Za-z0-9_]+)'/.exec(text) ?? [];
    return `a value is longer than ${table === undefined ? "its column" : `${table}.${column}`} holds`;
  }
  if (number === 8152) return "a value is longer than its column holds";
  const id = /colid (\d+)/.exec(text)?.[1];
  return [4815, 4816, 4863].includes(number)
    ? `a bulk load does not fit ${id === undefined ? "its table" : `the table's column ${id}`}`
    : undefined;
}

const constraint: Describe = (number, text, place) =>
  [...collided, 515, 547].includes(number)
    ? {
        code: "db.constraint",
        message: `${place} answered ${number}${constraintIn(text) === "" ? "" : ` on ${constraintIn(text)}`}: a row breaks a constraint.`,
        fix: "Look at the declaration of its table; report it when the row is right.",
      }
    : undefined;

const constraintIn = (text: string): string =>
  /(?:constraint|index|column) ['"]([A-Za-z0-9_]+)['"]/i.exec(text)?.[1] ?? "";

/** Errors of statements themselves: their text names objects, never values. */
const ofStatements = [102, 156, 2714, 3701, 4902, 8003, 8144];

const failed = (number: number, text: string, place: string): SillageErrorInit => ({
  code: "db.failed",
  message: `${place} answered ${number}${ofStatements.includes(number) ? `: ${text.replace(/\.$/, "")}` : ""}.`,
  fix: "Look the number up in SQL Server's error numbers; `sillage doctor` checks the schema.",
});
