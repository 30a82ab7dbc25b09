import type { Json } from "../../core/landed-row.ts";
import type { HttpAnswer } from "./http-get.ts";
import { parseJson } from "./parse-json.ts";
import { sourceError } from "./source-errors.ts";

/** The whole JSON of an answer, its numbers exact. Throws `source.not-json`, `source.truncated`. */
export async function jsonBody(answer: HttpAnswer, where: string): Promise<Json> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body) chunks.push(chunk);
  const text = new TextDecoder().decode(Buffer.concat(chunks));
  if (text.trim() === "") throw sourceError.truncated(where);
  const type = answer.headers["content-type"] ?? "no content type";
  if (/html/i.test(type)) throw sourceError.notJson(where, "an HTML page");
  if (!/^\s*(?:[[{"\d-]|true|false|null)/.test(text)) throw sourceError.notJson(where, type);
  try {
    return parseJson(text);
  } catch {
    throw sourceError.truncated(where);
  }
}
