import { html } from "hono/html";
import type { Language } from "../../core/spec/dashboard.ts";
import { instantText } from "../formats.ts";
import type { Markup } from "../layout.ts";
import { freshnessWords } from "../words.ts";
import type { Told } from "./ask-kpi.ts";

/** How fresh a page is: as its oldest part, and what of it is late. */
export function freshnessLine(told: readonly (Told | undefined)[], zone: string, language: Language): Markup {
  const known = told.filter((one) => one !== undefined);
  const instants = known.map(({ dataAsOf }) => dataAsOf);
  const oldest = instants.filter((instant) => instant !== null).toSorted()[0];
  const isComplete = told.every((one) => one?.complete === true);
  const late = [...new Set(known.flatMap((one) => one.late))].toSorted();
  return html`<p class="freshness ${late.length > 0 || !isComplete ? "stale" : "fresh"}">
    ${
      oldest === undefined
        ? ""
        : html`<span aria-hidden="true">●</span>
            <time datetime="${oldest}">${freshnessWords.through(instantText(oldest, zone, language))[language]}</time>`
    }
    ${isComplete ? "" : freshnessWords.incomplete[language]}
    ${late.length === 0 ? "" : html`<span aria-hidden="true">▲</span> ${freshnessWords.late(late.join(", "))[language]}`}
  </p>`;
}
