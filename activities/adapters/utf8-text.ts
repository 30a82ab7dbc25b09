import type { SillageError } from "../../core/errors.ts";
import { sourceError } from "./source-errors.ts";

/** Text of UTF-8 bytes, without its byte order mark. Throws `source.contract` at bytes that are none, `source.truncated` where they end inside a character, and what `chunks` throw. */
export async function* utf8Text(chunks: AsyncIterable<Uint8Array>, where: string): AsyncIterable<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for await (const chunk of chunks)
    yield orElse(
      () => decoder.decode(chunk, { stream: true }),
      () => sourceError.contract(where, "its text is not UTF-8"),
    );
  yield orElse(
    () => decoder.decode(),
    () => sourceError.truncated(where),
  );
}

/** The decoder's own error says less. */
function orElse(decode: () => string, refusal: () => SillageError): string {
  try {
    return decode();
  } catch {
    throw refusal();
  }
}
