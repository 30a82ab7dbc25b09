import { html } from "hono/html";
import type { ApiDeps } from "../../api/deps.ts";
import { personalOf } from "../../core/register/personal-column.ts";
import type { AssetSpec } from "../../core/spec/asset.ts";
import type { ColumnSpec } from "../../core/spec/column.ts";
import type { Language } from "../../core/spec/dashboard.ts";
import { instantText, numberText } from "../formats.ts";
import type { Markup } from "../layout.ts";
import { stateMark } from "./asset-state.ts";
import { columnCells, columnHeads } from "./column-cells.ts";
import { factTable } from "./fact-table.ts";
import { troubleList, type Standings } from "./trouble-list.ts";
import { words } from "./words.ts";

/** Characters of what is searched for. */
export const longestSearch = 100;

/** What a catalogue shows: how assets stand, and what is searched for; all where that is empty. */
type Shown = { readonly standings: Standings; readonly search: string };
/** An asset, and those of its columns that are shown. */
type Found = { readonly asset: AssetSpec; readonly columns: readonly ColumnSpec[] };

/** Every asset, what it is, how it stands, and its columns; of a search, those whose name, description or class of personal data has it. */
export function cataloguePage(deps: ApiDeps, { standings, search }: Shown, language: Language): Markup {
  const wanted = search.trim().toLowerCase();
  const found = deps.deployed.graph.assets.flatMap((asset) => foundIn(asset, wanted));
  return html`<h1>${words.catalogue[language]}</h1>
    ${troubleList(deps, standings, language)}
    <form class="picker" role="search">
      <label
        >${words.searchIn[language]} <input type="search" name="q" value="${search}" maxlength="${longestSearch}"
      /></label>
      <button>${words.search[language]}</button>
    </form>
    ${
      found.length === 0
        ? html`<p role="status">${words.nothingFound[language]}</p>`
        : html`${overview(deps, standings, found, language)}
            <h2>${words.columns[language]}</h2>
            ${found.map((one) => columnsOf(one, wanted !== "", language))}`
    }`;
}

/** An asset that is found by itself is shown with all its columns. */
function foundIn(asset: AssetSpec, wanted: string): readonly Found[] {
  const has = (...texts: readonly (string | undefined)[]) =>
    texts.some((text) => text?.toLowerCase().includes(wanted) === true);
  if (has(asset.key, asset.doc)) return [{ asset, columns: asset.columns }];
  const columns = asset.columns.filter((column) => has(column.physical, column.doc, personalOf(column, asset)?.what));
  return columns.length === 0 ? [] : [{ asset, columns }];
}

function overview(
  { deployed: { zone } }: ApiDeps,
  standings: Standings,
  found: readonly Found[],
  language: Language,
): Markup {
  const heads = [words.asset, words.kind, words.state, words.rows, words.through, words.description];
  const rows = found.map(({ asset }) => {
    const { mirror, state = "never" } = standings.assets.get(asset.key) ?? {};
    const through = mirror?.loadedThrough ?? null;
    return [
      html`<a href="/operate/assets/${asset.key}">${asset.key}</a>`,
      words[asset.kind][language],
      stateMark(state, language),
      mirror === undefined ? "–" : numberText(mirror.rows, "count", language),
      through === null ? "–" : instantText(through, zone, language),
      asset.doc,
    ];
  });
  return factTable(words.catalogue[language], heads, rows, language);
}

const columnsOf = ({ asset, columns }: Found, isOpen: boolean, language: Language): Markup => {
  const title = `${words.columns[language]}: ${asset.key}`;
  const rows = columns.map((column) => columnCells(column, asset, language));
  return html`<details class="columns" ${isOpen ? "open" : ""}>
    <summary>${asset.key} <span class="note">${columns.length}</span></summary>
    ${factTable(title, columnHeads, rows, language)}
  </details>`;
};
