import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { SillageError } from "../../core/errors.ts";

/** Keep a data directory for one stack. A lock whose process is gone is taken over. Throws `stack.locked`. */
export async function lockStack(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, "lock");
  const owner = Number(await readFile(path, "utf8").catch(() => "0"));
  if (owner > 0 && (await isStack(owner)))
    throw new SillageError({
      code: "stack.locked",
      message: `The data directory ${dataDir} is in use by the stack of process ${owner}.`,
      fix: "Stop it with Ctrl-C, or choose another --data-dir.",
    });
  await rm(path, { force: true });
  const file = await open(path, "wx").catch(() => {
    throw new SillageError({
      code: "stack.locked",
      message: `Another stack is just starting on ${dataDir}.`,
      fix: "Wait for it, or choose another --data-dir.",
    });
  });
  await file.writeFile(String(process.pid));
  await file.close();
  return () => rm(path, { force: true });
}

/** Whether a process lives and is a Node program: a reused number of something else is no stack. */
async function isStack(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "node");
  return command.includes("node");
}
