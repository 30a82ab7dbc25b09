import { argon2, createSecretKey, randomBytes, type KeyObject } from "node:crypto";
import { link, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { SillageError } from "../../core/errors.ts";
import { unwrapKey, wrapKey } from "../wrap-key.ts";

const keyBytes = 32;
const saltBytes = 16;
/** Salt, and the key wrapped under the passphrase. */
const lockedBytes = saltBytes + 60;
const label = "key-file";

/** A key in a file of its own (0600), in clear or under a passphrase. Reading throws `kek.loose-permissions`, `kek.damaged`, `kek.passphrase`. */
export type KeyFile = {
  /** Made where there is none; of many that make it at once one wins. */
  readonly make: () => Promise<void>;
  /** Undefined when there is none. */
  readonly read: () => Promise<KeyObject | undefined>;
  /** Overwritten, then removed. What the disk keeps of it is the disk's. */
  readonly destroy: () => Promise<void>;
};

/** The key file of a path; without a passphrase its key lies there in clear. */
export function keyFile(path: string, passphrase: string | undefined): KeyFile {
  return {
    make: () => makeOnce(path, passphrase),
    async read() {
      const bytes = await readFile(path).catch(absent);
      if (bytes === undefined) return undefined;
      await refuseLoose(path);
      return unlocked(path, bytes, passphrase);
    },
    async destroy() {
      const file = await open(path, "r+").catch(absent);
      if (file === undefined) return;
      await file.write(randomBytes(lockedBytes), 0, lockedBytes, 0);
      await file.sync();
      await file.close();
      await rm(path, { force: true });
    },
  };
}

/** Under its name only once it is whole: of two that start at once, neither may read half a key. */
async function makeOnce(path: string, passphrase: string | undefined): Promise<void> {
  if ((await stat(path).catch(absent)) !== undefined) return;
  const made = join(dirname(path), `made.${randomBytes(8).toString("hex")}`);
  await writeFile(made, await locked(randomBytes(keyBytes), passphrase), { mode: 0o600, flag: "wx", flush: true });
  try {
    await link(made, path);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    await rm(made);
  }
}

async function locked(key: Buffer, passphrase: string | undefined): Promise<Buffer> {
  if (passphrase === undefined) return key;
  const salt = randomBytes(saltBytes);
  return Buffer.concat([salt, wrapKey(await stretched(passphrase, salt), label, key)]);
}

async function unlocked(path: string, bytes: Buffer, passphrase: string | undefined): Promise<KeyObject> {
  if (bytes.length === lockedBytes) {
    if (passphrase === undefined) throw wrongPassphrase(`${path} is under a passphrase, and none is set`);
    const wrapping = await stretched(passphrase, bytes.subarray(0, saltBytes));
    return createSecretKey(opened(path, wrapping, bytes.subarray(saltBytes)));
  }
  if (bytes.length !== keyBytes) throw damaged(path, bytes.length);
  if (passphrase !== undefined) throw wrongPassphrase(`${path} is in clear, and a passphrase is set`);
  return createSecretKey(bytes);
}

function opened(path: string, wrapping: KeyObject, wrapped: Buffer): Buffer {
  try {
    return unwrapKey(wrapping, label, wrapped);
  } catch {
    throw wrongPassphrase(`${path} does not open with this passphrase`);
  }
}

/** OWASP's second recommendation for argon2id: 19 MiB, two passes; three here. */
async function stretched(passphrase: string, salt: Buffer): Promise<KeyObject> {
  const message = Buffer.from(passphrase.normalize("NFC"), "utf8");
  const settings = { message, nonce: salt, parallelism: 1, tagLength: keyBytes, memory: 19_456, passes: 3 };
  return createSecretKey(await promisify(argon2)("argon2id", settings));
}

/** Refuse a file or directory that others may read. Throws `kek.loose-permissions`. */
export async function refuseLoose(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o077) === 0) return;
  throw new SillageError({
    code: "kek.loose-permissions",
    message: `Others may read ${path} (mode ${(mode & 0o777).toString(8)}).`,
    fix: `Run: chmod go-rwx ${path}`,
  });
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

function absent(error: unknown): undefined {
  if (!hasCode(error, "ENOENT")) throw error;
}

const damaged = (file: string, bytes: number): SillageError =>
  new SillageError({
    code: "kek.damaged",
    message: `The key file ${file} holds ${bytes} bytes, not ${keyBytes}.`,
    fix: "Put it back from its copy: what was sealed under it opens with no other.",
  });

const wrongPassphrase = (why: string): SillageError =>
  new SillageError({
    code: "kek.passphrase",
    message: `The key file ${why}.`,
    fix: "Set KEK_PASSPHRASE as it was when the key was made.",
  });
