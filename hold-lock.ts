import { readFile, rm, writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";

/** Two that ask at the same instant may each find the other asking, and neither get it: both ask again this long. Milliseconds. */
const settleMs = 100;

/** Locks held by this process: one that nothing refers to would be let go by the garbage collector. */
const locks = new Set<DatabaseSync>();

/**
 * Hold a lock until it is let go or this process ends. Throws what `inUse` makes of the owner's number.
 *
 * The lock is the operating system's, taken through SQLite on the empty file `<note>.sqlite`: it is given to one process
 * only and ends with it, however it ends, so that none is ever stale and none need be taken over. The file stays: a lock
 * on a removed one would be a lock on nothing. `note` names the owner for people.
 */
export async function holdLock(note: string, inUse: (owner: string) => Error): Promise<() => Promise<void>> {
  const held = new DatabaseSync(`${note}.sqlite`, { timeout: settleMs });
  try {
    held.exec("begin exclusive");
  } catch (error) {
    held.close();
    throw isBusy(error) ? inUse(await ownerIn(note)) : error;
  }
  await writeFile(note, String(process.pid));
  locks.add(held);
  return async () => {
    await rm(note, { force: true });
    locks.delete(held);
    held.close();
  };
}

/** The owner's number; one that is just starting has not written it yet. */
const ownerIn = (note: string): Promise<string> => readFile(note, "utf8").catch(() => "(just starting)");

/** SQLITE_BUSY, the one answer that means another owner. */
const isBusy = (error: unknown): boolean => error instanceof Error && Reflect.get(error, "errcode") === 5;
