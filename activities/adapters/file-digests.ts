import { createHash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import type { FileHandle } from "node:fs/promises";

/** The MD5s of files by path: each is read by the chunk, whatever its size, and once for as long as it stays the file that it was. */
export class FileDigests {
  readonly #kept = new Map<string, { readonly seen: string; readonly digest: string }>();

  /** The digest of an open file, which stays open. */
  async of(path: string, file: FileHandle): Promise<string> {
    // Looked at before it is read: what is written meanwhile is seen the next time.
    const seen = identityOf(await file.stat({ bigint: true }));
    const kept = this.#kept.get(path);
    if (kept?.seen === seen) return kept.digest;
    const hash = createHash("md5");
    const chunks = file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 20 });
    for await (const chunk of chunks) hash.update(chunk);
    const digest = hash.digest("hex");
    this.#kept.set(path, { seen, digest });
    return digest;
  }

  /** A path has no file any more. */
  forget(path: string): void {
    this.#kept.delete(path);
  }
}

/** What changes when a file is written, or another is put in its place; times are nanoseconds. */
const identityOf = ({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string => [ino, size, mtimeNs, ctimeNs].join(":");
