import { SillageError } from "../../core/errors.ts";
import { holdLock } from "../../hold-lock.ts";

/** Keep a directory for this process: PGlite has no lock of its own, and two owners lose rows silently. `<directory>.lock` names the owner for people. Throws `db.locked`. */
export const lockDirectory = (directory: string): Promise<() => Promise<void>> =>
  holdLock(
    `${directory}.lock`,
    (owner) =>
      new SillageError({
        code: "db.locked",
        message: `The database directory ${directory} is in use by process ${owner}.`,
        fix: "Stop it, choose another --data-dir, or use PostgreSQL with --db for several processes.",
      }),
  );
