import { createHash, randomUUID } from "node:crypto";
import { link, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import type { ObjectInfo, ObjectStore } from "../../core/ports/object-store.ts";
import { FileDigests } from "./file-digests.ts";
import { isDenied, nothingThere, openFile, systemCode } from "./open-file.ts";
import { storeError } from "./store-errors.ts";

/** What a file store is made of; `onCreated` is told of every object, as a bucket's events would. */
export type FileStoreOptions = { readonly directory: string; readonly onCreated?: (object: ObjectInfo) => void };

const pending = ".pending";

/** Objects as files below a directory, for a laptop without an S3 server. Puts are whole or nothing. What the system does not let it read throws `store.refused`, `store.unreachable`. */
export function createFileObjectStore({ directory, onCreated }: FileStoreOptions): ObjectStore {
  const pathOf = (key: string): string => pathBelow(directory, key);
  const digests = new FileDigests();
  const where = `file:${directory}`;
  const head = (key: string): Promise<ObjectInfo | undefined> =>
    told(where, key, async () => {
      const file = await openFile(pathOf(key));
      if (file === undefined) {
        digests.forget(pathOf(key));
        return undefined;
      }
      try {
        const { size, mtime } = await file.stat();
        return { key, bytes: size, etag: await digests.of(pathOf(key), file), lastModified: mtime };
      } finally {
        await file.close();
      }
    });
  return {
    describe: () => where,
    async prepare() {
      await mkdir(directory, { recursive: true });
    },
    head,
    async put(key, body, options = {}) {
      await putWhole(directory, key, body, options.onlyIfAbsent === true ? link : rename);
      const etag = etagOf(body);
      onCreated?.({ key, bytes: body.byteLength, etag, lastModified: new Date() });
      return { etag };
    },
    read: (key, { etag, signal } = {}) =>
      told(where, key, async () => {
        // One handle for both readings: a put replaces the name, and the handle keeps the file that was compared.
        const file = await openFile(pathOf(key));
        if (file === undefined) throw storeError.missing(key);
        try {
          if (etag !== undefined && (await digests.of(pathOf(key), file)) !== etag) throw storeError.changed(key);
          return file.createReadStream({ start: 0, ...(signal && { signal }) });
        } catch (error) {
          await file.close();
          throw error;
        }
      }),
    async *list(prefix, { startAfter = "" } = {}) {
      const keys = (await told(where, prefix, () => keysBelow(directory, prefix))).filter(
        (key) => key.startsWith(prefix) && Buffer.compare(Buffer.from(key), Buffer.from(startAfter)) > 0,
      );
      for (const key of keys.sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)))) {
        const info = await head(key);
        if (info !== undefined) yield info;
      }
    },
    async remove(key, { etag } = {}) {
      if (etag !== undefined && (await head(key))?.etag !== etag) return;
      await rm(pathOf(key), { force: true });
      digests.forget(pathOf(key));
    },
  };
}

/** The file of a key. Throws `store.bad-key`. */
function pathBelow(directory: string, key: string): string {
  const steps = key.split("/");
  const strange = steps.some((step) => step === "" || step === "." || step === ".." || step === pending);
  if (strange || key.includes("\u0000") || key.includes("\\")) throw storeError.badKey(key);
  return join(directory, ...steps);
}

/** What is read, or in the store's words why it is not: an object that cannot be opened now is no missing one. */
const told = <T>(where: string, what: string, read: () => Promise<T>): Promise<T> =>
  read().catch((error: unknown) => {
    const code = systemCode(error);
    if (code === undefined) throw error;
    throw isDenied(code) ? storeError.refused(what, code) : storeError.unreachable(where, code);
  });

/** Write beside, then put in place: nobody sees half a file. */
async function putWhole(directory: string, key: string, body: Uint8Array, place: typeof rename): Promise<void> {
  const path = pathBelow(directory, key);
  const temporary = join(directory, pending, randomUUID());
  await mkdir(dirname(temporary), { recursive: true });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(temporary, body);
  try {
    await place(temporary, path).catch((error: NodeJS.ErrnoException) =>
      Promise.reject(error.code === "EEXIST" ? storeError.exists(key) : error),
    );
  } finally {
    await rm(temporary, { force: true });
  }
}

const etagOf = (body: Uint8Array): string => createHash("md5").update(body).digest("hex");

/** Keys of the folder that a prefix names, or of the one that its last step begins in. */
async function keysBelow(directory: string, prefix: string): Promise<readonly string[]> {
  const folder = join(directory, ...prefix.split("/").slice(0, -1));
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(nothingThere);
  const files = (entries ?? [])
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(directory.length + 1)
        .split(sep)
        .join("/"),
    );
  return files.filter((key) => !key.startsWith(`${pending}/`));
}
