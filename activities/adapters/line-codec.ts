import { createGunzip } from "node:zlib";
import { Readable } from "node:stream";
import { SillageError } from "../../core/errors.ts";

/** Rows as JSON Lines. */
export const encodeLines = (rows: readonly unknown[]): Uint8Array =>
  Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));

const newline = 0x0a;

/** Chunks with gzip undone, when the first two bytes say that they are gzipped. Throws `store.damaged`, and what `chunks` throw. */
export async function* gunzipped(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return;
  const rest = (async function* () {
    yield first.value;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  })();
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) return yield* rest;
  const source = Readable.from(rest);
  const unzip = createGunzip();
  source.on("error", (error) => unzip.destroy(error));
  try {
    yield* source.pipe(unzip);
  } catch (error) {
    throw isZlib(error) ? damaged() : error;
  } finally {
    source.destroy();
  }
}

/** What zlib says of the bytes themselves; a far side that went away says something else, and is no damage. */
const isZlib = (error: unknown): boolean =>
  error instanceof Error && "code" in error && String(error.code).startsWith("Z_");

const damaged = (): SillageError =>
  new SillageError({
    code: "store.damaged",
    message: "A gzipped object is cut short or damaged.",
    fix: "Check the object store; extract the table again.",
    retryable: true,
  });

/** Bytes of text made into strings at once, so that a part's lines are never all in memory twice. */
const batchBytes = 262_144;

/** Lines of text that is in memory whole, in batches; empty lines are left out. */
export function* linesOf(text: Buffer): Iterable<readonly string[]> {
  for (let from = 0; from < text.length;) {
    const found = text.indexOf(newline, from + batchBytes);
    const end = found < 0 ? text.length : found;
    yield nonEmpty(text.toString("utf8", from, end));
    from = end + 1;
  }
}

const nonEmpty = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "" && line !== "\r");
