import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { SillageError } from "../core/errors.ts";
import { lineEnds } from "./line-ends.ts";
import { freeBuffer } from "../core/free-buffer.ts";
import type { PartInfo } from "../core/manifest.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";

const unzip = promisify(gunzip);
/** What a part that is not what its manifest says throws; `why` never holds content. */
export const altered = (info: PartInfo, why: string): SillageError =>
  new SillageError({
    code: "load.altered",
    message: `The part ${info.key} is not what its manifest says: ${why}.`,
    fix: "Nothing of it was merged. Find out who changed it; the next run of its table reads it again, a backfill is to be started anew.",
  });

/**
 * A part's JSON Lines, read whole into memory (PART_BYTES bounds them) and compared with its manifest by size, SHA-256
 * and lines before anybody sees one of them. Throws `load.altered`, `store.missing`.
 */
export async function readPart(store: ObjectStore, info: PartInfo, signal?: AbortSignal): Promise<Buffer> {
  const stored = await storedBytes(store, info, signal);
  if (createHash("sha256").update(stored).digest("hex") !== info.sha256) throw altered(info, "its SHA-256 differs");
  const lines = await unzipped(info, stored);
  freeBuffer(stored);
  const rows = lineEnds(lines).length;
  if (rows !== info.rows) throw altered(info, `it holds ${rows} lines, not ${info.rows}`);
  return lines;
}

async function storedBytes(store: ObjectStore, info: PartInfo, signal?: AbortSignal): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of await store.read(info.key, signal && { signal })) {
    bytes += chunk.byteLength;
    if (bytes > info.bytes) throw altered(info, `it is longer than ${info.bytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What is unzipped in one go, and so without being copied together afterwards. Bytes. */
const longestPiece = 64 * 1024 * 1024;

/** No more is unzipped than the manifest says: a few bytes of gzip may hold gigabytes. */
async function unzipped(info: PartInfo, stored: Buffer): Promise<Buffer> {
  const maxOutputLength = Math.max(1, info.rawBytes);
  // Room for one byte more tells zlib that it is done; without it, it asks for as much room again.
  const chunkSize = Math.min(Math.max(64, info.rawBytes + 1), longestPiece);
  try {
    return await unzip(stored, { maxOutputLength, chunkSize });
  } catch (error) {
    throw altered(info, isTooLarge(error) ? `it holds more than ${info.rawBytes} bytes` : "its gzip is damaged");
  }
}

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
