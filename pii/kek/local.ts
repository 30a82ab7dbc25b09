import { createSecretKey, randomBytes } from "node:crypto";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SillageError } from "../../core/errors.ts";
import type { Kek } from "../kek.ts";
import { unwrapKey, wrapKey } from "../wrap-key.ts";

/** A key file in a directory of its own (0700, file 0600), made at first use: for a laptop, never for production. Throws `kek.loose-permissions`. */
export async function localKek(directory: string): Promise<Kek> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, "local.key");
  await writeFile(file, randomBytes(32), { mode: 0o600, flag: "wx" }).catch((error: NodeJS.ErrnoException) =>
    error.code === "EEXIST" ? undefined : Promise.reject(error),
  );
  await refuseLoose(directory);
  await refuseLoose(file);
  const key = createSecretKey(await readFile(file));
  const label = (purpose: string, epoch: number) => `kek/${purpose}/${epoch}`;
  return {
    describe: () => "local (not for production)",
    wrap: async (purpose, epoch, bytes) => wrapKey(key, label(purpose, epoch), bytes),
    unwrap: async (purpose, epoch, wrapped) => unwrapKey(key, label(purpose, epoch), wrapped),
  };
}

async function refuseLoose(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o077) === 0) return;
  throw new SillageError({
    code: "kek.loose-permissions",
    message: `Others may read ${path} (mode ${(mode & 0o777).toString(8)}).`,
    fix: `Run: chmod go-rwx ${path}`,
  });
}
