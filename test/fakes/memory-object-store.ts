import { createHash } from "node:crypto";
import { storeError } from "../../activities/adapters/store-errors.ts";
import type { ObjectInfo, ObjectStore } from "../../core/ports/object-store.ts";

/** An object store in memory. */
export function memoryObjectStore(): ObjectStore {
  const objects = new Map<string, { readonly body: Uint8Array; readonly at: Date }>();
  const etagOf = (body: Uint8Array): string => createHash("md5").update(body).digest("hex");
  const infoOf = (key: string): ObjectInfo | undefined => {
    const object = objects.get(key);
    return object && { key, bytes: object.body.byteLength, etag: etagOf(object.body), lastModified: object.at };
  };
  return {
    describe: () => "memory",
    prepare: () => Promise.resolve(),
    async put(key, body, options = {}) {
      if (options.onlyIfAbsent === true && objects.has(key)) throw storeError.exists(key);
      objects.set(key, { body: Uint8Array.from(body), at: new Date() });
      return { etag: etagOf(body) };
    },
    async read(key, { etag } = {}) {
      const object = objects.get(key);
      if (object === undefined) throw storeError.missing(key);
      if (etag !== undefined && etagOf(object.body) !== etag) throw storeError.changed(key);
      return (async function* () {
        yield object.body;
      })();
    },
    head: async (key) => infoOf(key),
    async *list(prefix, { startAfter = "" } = {}) {
      const keys = [...objects.keys()].filter(
        (key) => key.startsWith(prefix) && Buffer.compare(Buffer.from(key), Buffer.from(startAfter)) > 0,
      );
      for (const key of keys.toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)))) {
        const info = infoOf(key);
        if (info !== undefined) yield info;
      }
    },
    async remove(key, { etag } = {}) {
      if (etag === undefined || infoOf(key)?.etag === etag) objects.delete(key);
    },
  };
}
