import type { Json } from "../../core/landed-row.ts";
import type { HttpAnswer } from "./http-get.ts";
import { parseJson } from "./parse-json.ts";
import { sourceError } from "./source-errors.ts";
import { utf8Text } from "./utf8-text.ts";

/** Most bytes of one answer, gzip undone: it is parsed whole, which takes several times as much of a worker's memory, and other tables are read meanwhile. */
const mostBytes = 64_000_000;

/** The whole JSON of an answer of at most `most` bytes, its numbers exact. Throws `source.not-json`, `source.contract`, `source.truncated`, `source.too-large`. */
export async function jsonBody(answer: HttpAnswer, where: string, most = mostBytes): Promise<Json> {
  const body = { ...answer, body: bounded(answer.body, where, most) };
  return parsedBody((await Array.fromAsync(jsonTexts(body, where))).join(""), where);
}

/** The text of an answer that holds JSON, as it arrives. Throws `source.not-json`, `source.truncated` for an empty one, `source.contract` for what is not UTF-8. */
export async function* jsonTexts({ headers, body }: HttpAnswer, where: string): AsyncIterable<string> {
  const type = headers["content-type"] ?? "no content type";
  if (/html/i.test(type)) await refuseHtml(body, where);
  let begun = false;
  for await (const text of utf8Text(body, where)) {
    begun ||= begins(text, where, type);
    yield text;
  }
  if (!begun) throw sourceError.truncated(where);
}

/** Whether the JSON begins in this piece of text; blanks may come before it. */
function begins(text: string, where: string, type: string): boolean {
  if (text.trim() === "") return false;
  if (/^\s*(?:[[{"\d-]|true|false|null)/.test(text)) return true;
  throw sourceError.notJson(where, type);
}

/** The JSON of a text, its numbers exact. Throws `source.contract`, `source.truncated`. */
export function parsedBody(text: string, where: string): Json {
  try {
    return parseJson(text);
  } catch {
    // The parser's own message would quote the text.
    throw isWhole(text) ? sourceError.contract(where, "its JSON does not parse") : sourceError.truncated(where);
  }
}

/** The chunks of a body while they are no more than `most` bytes together. */
async function* bounded(chunks: AsyncIterable<Uint8Array>, where: string, most: number): AsyncIterable<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > most) throw sourceError.tooLarge(where, most);
    yield chunk;
  }
}

/** Whether every list, object and string of a JSON text that was begun is ended: what does not parse then was never cut. */
function isWhole(text: string): boolean {
  let [depth, quoted] = [0, false];
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (quoted && sign === "\\") at++;
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && "{[".includes(sign)) depth++;
    else if (!quoted && "}]".includes(sign)) depth--;
  }
  return /^\s*[[{]/.test(text) && depth <= 0 && !quoted;
}

/** Whatever its text is written in: a page is told before its characters are. */
async function refuseHtml(body: AsyncIterable<Uint8Array>, where: string): Promise<never> {
  // Read to its end, so that the connection serves the next request.
  for await (const _ of body);
  throw sourceError.notJson(where, "an HTML page");
}
