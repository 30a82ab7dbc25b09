import { open, readFile, rm } from "node:fs/promises";
import { SillageError } from "../../core/errors.ts";

/** Keep a directory for this process: PGlite has no lock of its own, and two owners lose rows silently. Throws `db.locked`. */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const path = `${directory}.lock`;
  const owner = Number(await readFile(path, "utf8").catch(() => "0"));
  if (owner > 0 && owner !== process.pid && isAlive(owner)) {
    throw new SillageError({
      code: "db.locked",
      message: `The database directory ${directory} is in use by process ${owner}.`,
      fix: "Stop it, choose another --data-dir, or use PostgreSQL with --db for several processes.",
    });
  }
  await rm(path, { force: true });
  const file = await open(path, "wx");
  await file.writeFile(String(process.pid));
  await file.close();
  return () => rm(path, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
