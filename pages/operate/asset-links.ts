import { html } from "hono/html";
import type { Language } from "../../core/spec/dashboard.ts";
import type { Markup } from "../layout.ts";
import { words } from "./words.ts";

/** Links to the pages of assets, by their keys. */
export const assetLinks = (keys: readonly string[], language: Language): string | readonly Markup[] =>
  keys.length === 0 ? words.none[language] : keys.map((key) => html`<a href="/operate/assets/${key}">${key}</a> `);
