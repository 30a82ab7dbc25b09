import type { Json } from "../../core/landed-row.ts";
import { sourceError } from "./source-errors.ts";
import type { HttpAnswer } from "./http-get.ts";

const longDigits = /\d{16,}/;

/** The whole JSON of an answer. Integers beyond 2^53 stay text. Throws `source.not-json`, `source.truncated`, `source.contract`. */
export async function jsonBody(answer: HttpAnswer, where: string): Promise<Json> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  if (text.trim() === "") throw sourceError.truncated(where);
  const type = answer.headers["content-type"] ?? "no content type";
  if (/html/i.test(type) || text.trimStart().startsWith("<"))
    throw sourceError.notJson(where, /html/i.test(type) ? "an HTML page" : type);
  return parseJson(text, where);
}

function parseJson(text: string, where: string): Json {
  try {
    return longDigits.test(text) ? JSON.parse(text, keepLongIntegers) : JSON.parse(text);
  } catch {
    throw sourceError.truncated(where);
  }
}

/** A reviver that keeps an integer's own digits where a JavaScript number would lose some. */
function keepLongIntegers(_key: string, value: Json, context?: { readonly source?: string }): Json {
  return typeof value === "number" &&
    !Number.isSafeInteger(value) &&
    context?.source !== undefined &&
    /^-?\d+$/.test(context.source)
    ? context.source
    : value;
}
