import { html } from "hono/html";
import type { ApiDeps } from "../../api/deps.ts";
import type { AssetMirror } from "../../core/ports/database.ts";
import type { AssetSpec } from "../../core/spec/asset.ts";
import type { Language } from "../../core/spec/dashboard.ts";
import { freshnessOf } from "../../core/freshness/freshness-of.ts";
import type { Markup } from "../layout.ts";
import { words } from "./words.ts";

/** What a state is told by, beside its colour and its word. */
export const stateIcons = { late: "▲", fresh: "●", unpromised: "●", never: "○" } as const;

/** How an asset stands. */
export type AssetState = keyof typeof stateIcons;

/** How an asset stands, by colour, icon and word. */
export function stateMark(
  { clock }: Pick<ApiDeps, "clock">,
  asset: AssetSpec,
  mirror: AssetMirror | undefined,
  language: Language,
): Markup {
  const state = stateOf(asset, mirror, clock.now().getTime());
  return html`<span class="state ${state}"
    ><span aria-hidden="true">${stateIcons[state]}</span> ${words[state][language]}</span
  >`;
}

/** How an asset stands at an instant (milliseconds), as its mirror says. */
export function stateOf(asset: AssetSpec, mirror: AssetMirror | undefined, now: number): AssetState {
  if (mirror === undefined || (mirror.materialisationId === null && mirror.loadedThrough === null)) return "never";
  if (asset.freshness === undefined) return "unpromised";
  return freshnessOf(asset, mirror.loadedThrough, now) === "late" ? "late" : "fresh";
}
