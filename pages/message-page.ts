import type { Context } from "hono";
import { html } from "hono/html";
import type { Words } from "../core/spec/dashboard.ts";
import { languageOf } from "./language.ts";
import { layout } from "./layout.ts";
import { ui } from "./words.ts";

const start = "/dashboards";

/** Answer with a page that says one thing, and repeats nothing of what was asked: its link to the other language leads where its other link does. */
export function messagePage(
  context: Context,
  status: 400 | 403 | 404 | 413 | 429 | 500 | 503,
  words: Words,
): Response | Promise<Response> {
  const language = languageOf(context);
  context.status(status);
  const at = new URL(start, context.req.url);
  const body = html`<h1>${words[language]}</h1>
    <p><a href="${start}">${ui.again[language]}</a></p>`;
  return context.html(layout({ language, title: words[language], at, session: undefined, nav: [], body }));
}
