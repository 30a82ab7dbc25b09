import { html } from "hono/html";
import type { Language } from "../../core/spec/dashboard.ts";
import type { AssetState } from "../../core/standing/asset-state.ts";
import type { Markup } from "../layout.ts";
import { words } from "./words.ts";

/** What a state is told by, beside its colour and its word. */
export const stateIcons = {
  paused: "‖",
  failing: "✕",
  late: "▲",
  warned: "!",
  fresh: "●",
  loaded: "●",
  never: "○",
} as const satisfies Readonly<Record<AssetState, string>>;

/** How an asset stands, by colour, icon and word. */
export const stateMark = (state: AssetState, language: Language): Markup =>
  html`<span class="state ${state}"
    ><span aria-hidden="true">${stateIcons[state]}</span> ${words[state][language]}</span
  >`;
