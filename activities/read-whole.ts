import type { ObjectStore } from "../core/ports/object-store.ts";

/** A small object's bytes, whole. */
export async function readWhole(store: ObjectStore, key: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await store.read(key)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
