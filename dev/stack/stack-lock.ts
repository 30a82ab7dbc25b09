import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { SillageError } from "../../core/errors.ts";
import { holdLock } from "../../hold-lock.ts";

/** Keep a data directory for one stack. `lock` in it names the owner for people. Throws `stack.locked`. */
export async function lockStack(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true });
  return holdLock(
    join(dataDir, "lock"),
    (owner) =>
      new SillageError({
        code: "stack.locked",
        message: `The data directory ${dataDir} is in use by the stack of process ${owner}.`,
        fix: "Stop it with Ctrl-C, or choose another --data-dir.",
      }),
  );
}
