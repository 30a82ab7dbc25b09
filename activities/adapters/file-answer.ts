import { open } from "node:fs/promises";
import type { GetOptions, HttpAnswer } from "./http-get.ts";
import { sourceError } from "./source-errors.ts";

/** The file at a `file:` address of this machine as an answer of CSV, told apart from what it was before by size and time; its body is not opened for a HEAD. Throws `source.no-file`. */
export async function fileAnswer(
  { url, method, signal }: Pick<GetOptions, "url" | "method" | "signal">,
  where: string,
): Promise<HttpAnswer> {
  const file = await open(new URL(url)).catch(() => undefined);
  const found = await file?.stat();
  if (file === undefined || found?.isFile() !== true) {
    await file?.close();
    throw sourceError.noFile(where);
  }
  const headers = {
    "content-type": "text/csv; charset=utf-8",
    etag: `"${found.size}-${found.mtimeMs}"`,
    "last-modified": found.mtime.toUTCString(),
  };
  if (method !== "HEAD") return { status: 200, headers, body: file.createReadStream({ signal }) };
  await file.close();
  return { status: 200, headers, body: noBody() };
}

async function* noBody(): AsyncIterable<Uint8Array> {
  yield* [];
}
