import { constraintIn } from "./constraint-in.ts";
import type { Describe } from "./describe.ts";

/** What may succeed later without anyone changing anything, or may soon be seen not to. */
export const passingFailure: Describe = (number, text, place) => {
  for (const describe of [resuming, readOnly, full, busy, broken]) {
    const told = describe(number, text, place);
    if (told !== undefined) return told;
  }
  return undefined;
};

/** A serverless database that wakes, a failover, a scaling: mostly over within a minute. No wait is asked for: the activities' own, which grow, span ten of those minutes, and a short one would use them up. */
const resumingNumbers = [615, 926, 4221, 40143, 40197, 40540, 40613];
const resuming: Describe = (number, _, place) =>
  resumingNumbers.includes(number)
    ? {
        code: "db.resuming",
        message: `${place} is resuming or moving (${number}).`,
        fix: "Give it a minute, which it mostly takes: runs and processes that start go on by themselves, a command is to be given again.",
        retryable: true,
      }
    : undefined;

/** Tries after which a failover would be over: their growing waits span more than five minutes. */
const lastTryOfReadOnly = 10;
const readOnly: Describe = (number, _, place) =>
  number === 3906
    ? {
        code: "db.read-only",
        message: `${place} takes no writes (3906).`,
        fix: "Name the primary in the database's URL when this is a replica; a failover says so too, and passes.",
        retryable: true,
        lastTry: lastTryOfReadOnly,
      }
    : undefined;

/** Room that is used up comes back when a log is cut or somebody else ends, within minutes, or when somebody makes some. */
const lastTryOfFull = 5;
const roomless: Readonly<Record<number, string>> = {
  1101: "its files are full",
  1105: "its files are full",
  9002: "its log is full",
  40544: "its size limit is reached",
};
const full: Describe = (number, _, place) =>
  roomless[number] === undefined
    ? undefined
    : {
        code: "db.full",
        message: `${place} has no room left (${number}: ${roomless[number]}).`,
        fix: "Raise its size limit or choose a larger tier, free room, or back its log up; then run again: what was landed is kept.",
        retryable: true,
        lastTry: lastTryOfFull,
      };

/** The service ends a session that asks too much of it: one that asks as much again may be luckier, but not a hundred times. */
const lastTryOfEnded = 10;
const ended: Readonly<Record<number, string>> = {
  40549: "it ended a transaction that took too long",
  40550: "it ended a session that held too many locks",
  40551: "it ended a session that used too much of tempdb",
  40552: "it ended a session that used too much of the log",
  40553: "it ended a session that used too much memory",
};
const passing: Readonly<Record<number, string>> = {
  701: "it is out of memory",
  1204: "it has no lock left",
  1205: "a deadlock",
  1222: "a lock was not to be had",
  3960: "a conflict with another transaction",
  4891: "a table changed while rows were loaded into it",
  8645: "no memory was granted in time",
  8651: "no memory was to be granted",
  10928: "its tier's limit of requests is reached",
  10929: "its tier's limit of requests is reached",
  10936: "its pool's limit of requests is reached",
  40501: "it is too busy",
  49918: "it has no resources left",
  49919: "too many operations are in progress",
  49920: "too many operations are in progress",
};

const busy: Describe = (number, text, place) => {
  // Two attempts of one batch: the one that comes second replaces what the first wrote.
  const twice = (number === 2601 || number === 2627) && text.includes("'staging.");
  const why = twice
    ? `another attempt wrote the same lines, ${constraintIn(text)}`
    : (passing[number] ?? ended[number]);
  if (why === undefined) return undefined;
  return {
    code: "db.busy",
    message: `${place} answered ${number} (${why}).`,
    fix: "Look at the database's load and tier if it lasts.",
    retryable: true,
    ...(number === 40501 && { retryAfterMs: 10_000 }),
    ...(ended[number] !== undefined && { lastTry: lastTryOfEnded }),
  };
};

/** 596: the session is being killed, as by a failover. */
const goneNumbers = [20, 64, 233, 596, 6005, 10053, 10054, 10060, 17142];
const broken: Describe = (number, _, place) =>
  goneNumbers.includes(number)
    ? {
        code: "db.unreachable",
        message: `${place} cannot be reached (${number}).`,
        fix: "Check that it is up and that the address is right.",
        retryable: true,
      }
    : undefined;
