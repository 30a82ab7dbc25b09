import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import type { ObjectInfo, ObjectStore } from "../../core/ports/object-store.ts";
import { storeError } from "./store-errors.ts";

/** What a file store is made of; `onCreated` is told of every object, as a bucket's events would. */
export type FileStoreOptions = { readonly directory: string; readonly onCreated?: (object: ObjectInfo) => void };

const pending = ".pending";

/** Objects as files below a directory, for a laptop without an S3 server. Puts are whole or nothing. */
export function createFileObjectStore({ directory, onCreated }: FileStoreOptions): ObjectStore {
  const pathOf = (key: string): string => {
    if (
      key === "" ||
      key.split("/").some((step) => step === "" || step === "." || step === ".." || step === pending) ||
      key.includes("\u0000") ||
      key.includes("\\")
    )
      throw storeError.badKey(key);
    return join(directory, ...key.split("/"));
  };
  const head = async (key: string): Promise<ObjectInfo | undefined> => {
    const found = await stat(pathOf(key)).catch(() => undefined);
    if (found?.isFile() !== true) return undefined;
    return { key, bytes: found.size, etag: etagOf(await readFile(pathOf(key))), lastModified: found.mtime };
  };
  return {
    describe: () => `file:${directory}`,
    head,
    async put(key, body, options = {}) {
      const path = pathOf(key);
      const temporary = join(directory, pending, randomUUID());
      await mkdir(dirname(temporary), { recursive: true });
      await mkdir(dirname(path), { recursive: true });
      await writeFile(temporary, body);
      try {
        if (options.onlyIfAbsent === true)
          await link(temporary, path).catch((error: NodeJS.ErrnoException) =>
            Promise.reject(error.code === "EEXIST" ? storeError.exists(key) : error),
          );
        else await rename(temporary, path);
      } finally {
        await rm(temporary, { force: true });
      }
      const etag = etagOf(body);
      onCreated?.({ key, bytes: body.byteLength, etag, lastModified: new Date() });
      return { etag };
    },
    async read(key) {
      if ((await stat(pathOf(key)).catch(() => undefined))?.isFile() !== true) throw storeError.missing(key);
      return createReadStream(pathOf(key));
    },
    async *list(prefix, { startAfter = "" } = {}) {
      const keys = (await keysBelow(directory)).filter(
        (key) => key.startsWith(prefix) && Buffer.compare(Buffer.from(key), Buffer.from(startAfter)) > 0,
      );
      for (const key of keys.sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)))) {
        const info = await head(key);
        if (info !== undefined) yield info;
      }
    },
    async remove(key) {
      await rm(pathOf(key), { force: true });
    },
  };
}

const etagOf = (body: Uint8Array): string => createHash("md5").update(body).digest("hex");

async function keysBelow(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
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
