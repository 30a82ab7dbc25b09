import { html } from "hono/html";
import type { Language, Words } from "../../core/spec/dashboard.ts";
import type { Markup } from "../layout.ts";

/** Facts of one thing, a name and a value each. */
export const factList = (facts: readonly (readonly [Words, unknown])[], language: Language): Markup =>
  html`<dl class="facts">
    ${facts.map(
      ([title, fact]) =>
        html`<dt>${title[language]}</dt>
          <dd>${fact}</dd>`,
    )}
  </dl>`;
