import { html } from "hono/html";
import type { Operations } from "../../api/operations/operations.ts";
import type { Language } from "../../core/spec/dashboard.ts";
import type { Markup } from "../layout.ts";
import { words } from "./words.ts";

type State = Awaited<ReturnType<Operations["runs"]>>[number]["state"];

const icons = {
  running: "…",
  succeeded: "●",
  failed: "✕",
  cancelled: "■",
  cut: "▲",
  stalled: "▲",
  unknown: "?",
} as const satisfies Record<State, string>;

/** How a run stands, by colour, icon and word. */
export const runState = (state: State, language: Language): Markup =>
  html`<span class="state ${state}"><span aria-hidden="true">${icons[state]}</span> ${words[state][language]}</span>`;
