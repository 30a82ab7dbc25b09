import { html } from "hono/html";
import { changeOf } from "../../api/compare.ts";
import type { CardSpec, Language } from "../../core/spec/dashboard.ts";
import { changeText, numberText } from "../formats.ts";
import type { Markup } from "../layout.ts";
import { ui } from "../words.ts";
import type { Told } from "./ask-kpi.ts";
import { measured } from "./points.ts";

/** A number with that of a year before and how it changed: an arrow, a sign and a word, not a colour alone. */
export function card({ title, measure, unit }: CardSpec, told: Told | undefined, language: Language): Markup {
  const now = told && measured(told.rows, measure);
  const before = told?.before && measured(told.before, measure);
  const number = now === undefined ? "–" : numberText(now, unit, language);
  return html`<li class="card">
    <h2>${title[language]}</h2>
    <p class="figure">${number}</p>
    ${
      told === undefined
        ? html`<p class="note">${ui.neverBuilt[language]}</p>`
        : html`<p class="note">
            ${ui.lastYear[language]}${language === "fr" ? " : " : ": "}${before === undefined ? "–" : numberText(before, unit, language)}
            ${change(now, before, language)}
          </p>`
    }
  </li>`;
}

function change(now: number | undefined, before: number | undefined, language: Language): Markup | "" {
  const share = now === undefined ? null : changeOf(now, before);
  if (share === null) return "";
  const [arrow, way] = share > 0 ? ["▲", "up"] : share < 0 ? ["▼", "down"] : ["=", "same"];
  return html`<span class="change ${way}"
    ><span class="unseen">${ui.change[language]}</span> <span aria-hidden="true">${arrow}</span> ${changeText(
      share,
      language,
    )}</span
  >`;
}
