import { createSecretKey, randomBytes } from "node:crypto";
import { link, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SillageError } from "../../core/errors.ts";
import type { Kek } from "../kek.ts";
import { unwrapKey, wrapKey } from "../wrap-key.ts";

const keyBytes = 32;

/** A key file in a directory of its own (0700, file 0600), made at first use: for a laptop, never for production. Throws `kek.loose-permissions`, `kek.damaged`. */
export async function localKek(directory: string): Promise<Kek> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, "local.key");
  await makeOnce(directory, file);
  await refuseLoose(directory);
  await refuseLoose(file);
  const bytes = await readFile(file);
  if (bytes.length !== keyBytes) throw damaged(file, bytes.length);
  const key = createSecretKey(bytes);
  const label = (purpose: string, epoch: number) => `kek/${purpose}/${epoch}`;
  return {
    describe: () => "local (not for production)",
    wrap: async (purpose, epoch, bytes) => wrapKey(key, label(purpose, epoch), bytes),
    unwrap: async (purpose, epoch, wrapped) => unwrapKey(key, label(purpose, epoch), wrapped),
  };
}

/** Under its name only once it is whole: of two that start at once, neither may read half a key. */
async function makeOnce(directory: string, file: string): Promise<void> {
  const made = join(directory, `local.${randomBytes(8).toString("hex")}`);
  await writeFile(made, randomBytes(keyBytes), { mode: 0o600, flag: "wx" });
  try {
    await link(made, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    await rm(made);
  }
}

const damaged = (file: string, bytes: number): SillageError =>
  new SillageError({
    code: "kek.damaged",
    message: `The key file ${file} holds ${bytes} bytes, not ${keyBytes}.`,
    fix: "Put it back from its copy: what was sealed under it opens with no other.",
  });

async function refuseLoose(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o077) === 0) return;
  throw new SillageError({
    code: "kek.loose-permissions",
    message: `Others may read ${path} (mode ${(mode & 0o777).toString(8)}).`,
    fix: `Run: chmod go-rwx ${path}`,
  });
}
