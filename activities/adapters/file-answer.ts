import type { FileHandle } from "node:fs/promises";
import type { GetOptions, HttpAnswer } from "./http-get.ts";
import { isDenied, openFile, systemCode } from "./open-file.ts";
import { sourceError } from "./source-errors.ts";

type Asked = Pick<GetOptions, "url" | "method" | "signal">;

/** The file at a `file:` address of this machine as an answer of CSV, told apart from what it was before by size and time; its body is not opened for a HEAD. Throws `source.no-file`, `source.unreachable`. */
export async function fileAnswer(asked: Asked, where: string): Promise<HttpAnswer> {
  const file = await openFile(new URL(asked.url)).catch((error: unknown) => refuse(where, error));
  if (file === undefined) throw sourceError.noFile(where);
  try {
    return await answerOf(file, asked);
  } catch (error) {
    await file.close();
    refuse(where, error);
    throw error;
  }
}

async function answerOf(file: FileHandle, { method, signal }: Asked): Promise<HttpAnswer> {
  const found = await file.stat();
  const headers = {
    "content-type": "text/csv; charset=utf-8",
    etag: `"${found.size}-${found.mtimeMs}"`,
    "last-modified": found.mtime.toUTCString(),
  };
  if (method !== "HEAD") return { status: 200, headers, body: file.createReadStream({ signal }) };
  await file.close();
  return { status: 200, headers, body: noBody() };
}

/** A file that may not be read, or an address that names none of this machine, is none; all else may pass. */
function refuse(where: string, error: unknown): undefined {
  const code = systemCode(error);
  if (code !== undefined && !isDenied(code)) throw sourceError.unreachable(where, code);
}

async function* noBody(): AsyncIterable<Uint8Array> {
  yield* [];
}
