import type { Manifest, PartInfo } from "../core/manifest.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";
import { storeError } from "./adapters/store-errors.ts";
import { altered, readPart } from "./read-part.ts";

/** Parts asked for at once. */
const atOnce = 8;

/**
 * Every part of a manifest is in the store as it was put, before anything of its load is merged: one HEAD a part.
 * Throws `store.missing`, `load.altered`.
 */
export async function requireParts(store: ObjectStore, { parts }: Manifest, signal: AbortSignal): Promise<void> {
  for (let from = 0; from < parts.length; from += atOnce)
    await Promise.all(parts.slice(from, from + atOnce).map((info) => requirePart(store, info, signal)));
}

/** An ETag may change when a bucket is copied, without a change of content: then the part itself is read. */
async function requirePart(store: ObjectStore, info: PartInfo, signal: AbortSignal): Promise<void> {
  const found = await store.head(info.key);
  if (found === undefined) throw storeError.missing(info.key);
  if (found.bytes !== info.bytes) throw altered(info, `it has ${found.bytes} bytes, not ${info.bytes}`);
  if (found.etag !== info.etag) await readPart(store, info, signal);
}
