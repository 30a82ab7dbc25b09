import { html } from "hono/html";
import type { Markup } from "../layout.ts";

/** A link to the page of a run, by its id. */
export const runLink = (id: string): Markup =>
  html`<a href="/operate/runs/${encodeURIComponent(id.replace(/^run\//, ""))}">${id}</a>`;
