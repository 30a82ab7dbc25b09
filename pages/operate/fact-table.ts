import { html } from "hono/html";
import type { Language, Words } from "../../core/spec/dashboard.ts";
import type { Markup } from "../layout.ts";

/** A cell of a table: text, or a piece of a page. */
export type FactCell = string | Markup | readonly Markup[];

/** A table of facts that scrolls on a narrow screen; the first cell of a row names it. */
export const factTable = (
  title: string,
  heads: readonly Words[],
  rows: readonly (readonly FactCell[])[],
  language: Language,
): Markup =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${title}">
    <table class="facts">
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head[language]}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, ...cells]) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
