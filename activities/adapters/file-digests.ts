import { createHash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import type { FileHandle } from "node:fs/promises";

/** Longer than two writes may have one time: file systems count it by the kernel's tick. */
const tickMs = 50;

/** Digests that are kept at most; of more files, what was kept first goes first. */
const mostKept = 100_000;

/** `now` is a clock's milliseconds; `most` digests are kept. */
type Keeping = { readonly now?: () => number; readonly most?: number };

/** The MD5s of files by path: each is read by the chunk, whatever its size, and once for as long as it stays the file that it was. Of a file that was written just now nothing is kept. */
export class FileDigests {
  readonly #kept = new Map<string, { readonly seen: string; readonly digest: string }>();
  readonly #now: () => number;
  readonly #most: number;

  constructor({ now = Date.now, most = mostKept }: Keeping = {}) {
    this.#now = now;
    this.#most = most;
  }

  /** The digest of an open file, which stays open. */
  async of(path: string, file: FileHandle): Promise<string> {
    // Looked at before it is read: what is written meanwhile is seen the next time.
    const lookedAt = this.#now();
    const stats = await file.stat({ bigint: true });
    const seen = identityOf(stats);
    const kept = this.#kept.get(path);
    if (kept?.seen === seen) return kept.digest;
    const hash = createHash("md5");
    const chunks = file.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 20 });
    for await (const chunk of chunks) hash.update(chunk);
    const digest = hash.digest("hex");
    this.forget(path);
    // A write within the same tick leaves size and times as they are: only what is older is told apart by them.
    if (lookedAt - Number(stats.ctimeMs) > tickMs) this.#keep(path, { seen, digest });
    return digest;
  }

  /** A path has no file any more. */
  forget(path: string): void {
    this.#kept.delete(path);
  }

  #keep(path: string, of: { readonly seen: string; readonly digest: string }): void {
    this.#kept.set(path, of);
    const [first] = this.#kept.keys();
    if (this.#kept.size > this.#most && first !== undefined) this.#kept.delete(first);
  }
}

/** What changes when a file is written, or another is put in its place; times are nanoseconds. */
const identityOf = ({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string => [ino, size, mtimeNs, ctimeNs].join(":");
