import { html } from "hono/html";
import type { Language } from "../../core/spec/dashboard.ts";
import type { Markup } from "../layout.ts";
import { words } from "./words.ts";

/** Where no script runs, the page is asked for again by a link. */
export const refreshLink = (language: Language): Markup =>
  html`<noscript>
    <p><a href="">${words.refresh[language]}</a></p>
  </noscript>`;
