import { html } from "hono/html";
import type { ApiDeps } from "../../api/deps.ts";
import type { Language } from "../../core/spec/dashboard.ts";
import { instantText, numberText } from "../formats.ts";
import type { Markup } from "../layout.ts";
import { stateMark } from "./asset-state.ts";
import { troubleList, type Standings } from "./trouble-list.ts";
import { words } from "./words.ts";

/** Every asset, what it is and how it stands. */
export function cataloguePage(deps: ApiDeps, standings: Standings, language: Language): Markup {
  const { graph, zone } = deps.deployed;
  const titles = [words.asset, words.kind, words.state, words.rows, words.through, words.description];
  return html`<h1>${words.catalogue[language]}</h1>
    ${troubleList(deps, standings, language)}
    <div class="scroll" tabindex="0" role="region" aria-label="${words.catalogue[language]}">
      <table class="facts">
        <thead>
          <tr>
            ${titles.map((title) => html`<th scope="col">${title[language]}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${graph.assets.map((asset) => {
            const { mirror, state = "never" } = standings.assets.get(asset.key) ?? {};
            const through = mirror?.loadedThrough ?? null;
            return html`<tr>
              <th scope="row"><a href="/operate/assets/${asset.key}">${asset.key}</a></th>
              <td>${words[asset.kind][language]}</td>
              <td>${stateMark(state, language)}</td>
              <td>${mirror === undefined ? "–" : numberText(mirror.rows, "count", language)}</td>
              <td>${through === null ? "–" : instantText(through, zone, language)}</td>
              <td>${asset.doc}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>`;
}
