import type { Json } from "../../core/landed-row.ts";
import type { HttpAnswer } from "./http-get.ts";
import { parseJson } from "./parse-json.ts";
import { sourceError } from "./source-errors.ts";
import { utf8Text } from "./utf8-text.ts";

/** The whole JSON of an answer, its numbers exact. Throws `source.not-json`, `source.contract`, `source.truncated`. */
export async function jsonBody(answer: HttpAnswer, where: string): Promise<Json> {
  const type = answer.headers["content-type"] ?? "no content type";
  if (/html/i.test(type)) await refuseHtml(answer, where);
  const text = (await Array.fromAsync(utf8Text(answer.body, where))).join("");
  if (text.trim() === "") throw sourceError.truncated(where);
  if (!/^\s*(?:[[{"\d-]|true|false|null)/.test(text)) throw sourceError.notJson(where, type);
  try {
    return parseJson(text);
  } catch {
    // The parser's own message would quote the text.
    throw isWhole(text) ? sourceError.contract(where, "its JSON does not parse") : sourceError.truncated(where);
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
async function refuseHtml({ body }: HttpAnswer, where: string): Promise<never> {
  // Read to its end, so that the connection serves the next request.
  for await (const _ of body);
  throw sourceError.notJson(where, "an HTML page");
}
