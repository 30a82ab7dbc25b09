import { createHash, randomUUID } from "node:crypto";
import { link, mkdir, open, readdir, rename, rm, stat, writeFile, type FileHandle } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import type { ObjectInfo, ObjectStore } from "../../core/ports/object-store.ts";
import { FileDigests } from "./file-digests.ts";
import { storeError } from "./store-errors.ts";

/** What a file store is made of; `onCreated` is told of every object, as a bucket's events would. */
export type FileStoreOptions = { readonly directory: string; readonly onCreated?: (object: ObjectInfo) => void };

const pending = ".pending";

/** Objects as files below a directory, for a laptop without an S3 server. Puts are whole or nothing. */
export function createFileObjectStore({ directory, onCreated }: FileStoreOptions): ObjectStore {
  const pathOf = (key: string): string => pathBelow(directory, key);
  const digests = new FileDigests();
  const head = async (key: string): Promise<ObjectInfo | undefined> => {
    const file = await openFile(pathOf(key));
    if (file === undefined) return undefined;
    try {
      const { size, mtime } = await file.stat();
      return { key, bytes: size, etag: await digests.of(pathOf(key), file), lastModified: mtime };
    } finally {
      await file.close();
    }
  };
  return {
    describe: () => `file:${directory}`,
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
    async read(key, { etag, signal } = {}) {
      // One handle for both readings: a put replaces the name, and the handle keeps the file that was compared.
      const file = await openFile(pathOf(key));
      if (file === undefined) throw storeError.missing(key);
      if (etag !== undefined && (await digests.of(pathOf(key), file)) !== etag) {
        await file.close();
        throw storeError.changed(key);
      }
      return file.createReadStream({ start: 0, ...(signal && { signal }) });
    },
    async *list(prefix, { startAfter = "" } = {}) {
      const keys = (await keysBelow(directory, prefix)).filter(
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

/** A file that is one, open; undefined where there is none. */
async function openFile(path: string): Promise<FileHandle | undefined> {
  if ((await stat(path).catch(() => undefined))?.isFile() !== true) return undefined;
  return open(path).catch(() => undefined);
}

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
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(directory.length + 1)
        .split(sep)
        .join("/"),
    );
  return files.filter((key) => !key.startsWith(`${pending}/`));
}
