import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { SillageError } from "../core/errors.ts";
import type { LandedRow } from "../core/landed-row.ts";
import { partKey, type LoadFolder } from "../core/load-keys.ts";
import type { PartInfo } from "../core/manifest.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";
import { encodeLines } from "./adapters/line-codec.ts";

const compress = promisify(gzip);

/** Where a writer's parts go, and who writes them. */
export type PartWriterOptions = {
  readonly store: ObjectStore;
  readonly folder: LoadFolder;
  readonly fence: number;
  readonly attempt: number;
  readonly partBytes: number;
  /** Parts of the same load that were given up, whose numbers are not used again. Default 0. */
  readonly partsBefore?: number;
};

/** Buffers landed lines and puts them as gzipped parts; a retry never overwrites a part, since its key differs. */
export class PartWriter {
  readonly #options: PartWriterOptions;
  readonly #parts: PartInfo[];
  #chunks: Uint8Array[] = [];
  #rows = 0;
  #bytes = 0;

  constructor(options: PartWriterOptions, parts: readonly PartInfo[]) {
    this.#options = options;
    this.#parts = [...parts];
  }

  /** Parts put so far, those of earlier attempts included. */
  get parts(): readonly PartInfo[] {
    return [...this.#parts];
  }

  /** Bytes of JSON Lines so far: in parts, and buffered. */
  get bytes(): number {
    return this.#parts.reduce((sum, part) => sum + part.rawBytes, this.#bytes);
  }

  /** Buffer lines; true when enough is buffered for a part. */
  add(rows: readonly LandedRow[]): boolean {
    if (rows.length > 0) {
      const chunk = encodeLines(rows);
      this.#chunks.push(chunk);
      this.#rows += rows.length;
      this.#bytes += chunk.byteLength;
    }
    return this.#bytes >= this.#options.partBytes;
  }

  /** Put what is buffered as the next part; nothing buffered puts nothing. */
  async flush(): Promise<void> {
    if (this.#rows === 0) return;
    const { store, folder, fence, attempt, partsBefore = 0 } = this.#options;
    const body = await compress(Buffer.concat(this.#chunks), { level: 1 });
    const sha256 = createHash("sha256").update(body).digest("hex");
    const key = partKey(folder, partsBefore + this.#parts.length + 1, fence, attempt);
    const etag = await putOnce(store, key, body, sha256);
    this.#parts.push({ key, rows: this.#rows, bytes: body.byteLength, rawBytes: this.#bytes, sha256, etag });
    this.#chunks = [];
    this.#rows = 0;
    this.#bytes = 0;
  }
}

/** Put unless present. An object already there has this very key, so the same attempt wrote it: its put was answered late. */
async function putOnce(store: ObjectStore, key: string, body: Uint8Array, sha256: string): Promise<string> {
  try {
    return (await store.put(key, body, { onlyIfAbsent: true, contentType: "application/gzip" })).etag;
  } catch (error) {
    if (!(error instanceof SillageError) || error.code !== "store.exists") throw error;
    const known = await store.head(key);
    // An ETag is no hash of the content in general: what is there is read.
    if (known?.bytes === body.byteLength && (await sha256Of(store, key)) === sha256) return known.etag;
    throw new SillageError({
      code: "store.conflict",
      message: `Another object stands at ${key}.`,
      fix: "Start the run again: its parts get other keys.",
      retryable: true,
    });
  }
}

async function sha256Of(store: ObjectStore, key: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of await store.read(key)) hash.update(chunk);
  return hash.digest("hex");
}
