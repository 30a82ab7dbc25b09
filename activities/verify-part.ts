import { createHash } from "node:crypto";
import { SillageError } from "../core/errors.ts";
import type { PartInfo } from "../core/manifest.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";
import { gunzipped } from "./adapters/line-codec.ts";

const newline = 0x0a;

/** What a part that is not what its manifest says throws; `why` never holds content. */
export const altered = (info: PartInfo, why: string): SillageError =>
  new SillageError({
    code: "load.altered",
    message: `The part ${info.key} is not what its manifest says: ${why}.`,
    fix: "Nothing of it was merged. Find out who changed it, and extract the table again.",
  });

/** Read a part whole and compare its SHA-256 and its lines with its manifest, before any of it is staged. Throws `load.altered`, `store.missing`. */
export async function verifyPart(store: ObjectStore, info: PartInfo, signal: AbortSignal): Promise<void> {
  const hash = createHash("sha256");
  const lines = await countLines(gunzipped(hashed(await store.read(info.key, { signal }), hash))).catch(damaged(info));
  if (hash.digest("hex") !== info.sha256) throw altered(info, "its SHA-256 differs");
  if (lines !== info.rows) throw altered(info, `it holds ${lines} lines, not ${info.rows}`);
}

/** Turn the damage of a gzipped part into what it means for its load. */
export const damaged =
  (info: PartInfo) =>
  (error: unknown): never => {
    throw error instanceof SillageError && error.code === "store.damaged"
      ? altered(info, "its gzip is damaged")
      : error;
  };

async function countLines(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let lines = 0;
  let open = false;
  for await (const chunk of chunks) {
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) lines++;
    open = chunk.at(-1) !== newline;
  }
  return open ? lines + 1 : lines;
}

/** The same chunks, each seen by the hash. */
export async function* hashed(
  chunks: AsyncIterable<Uint8Array>,
  hash: { readonly update: (chunk: Uint8Array) => unknown },
): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}
