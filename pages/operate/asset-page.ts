import { html } from "hono/html";
import type { AssetStanding } from "../../api/asset-standings.ts";
import type { ApiDeps } from "../../api/deps.ts";
import { depsOf, type AssetSpec } from "../../core/spec/asset.ts";
import type { Language, Words } from "../../core/spec/dashboard.ts";
import { instantText, numberText } from "../formats.ts";
import type { Markup } from "../layout.ts";
import { assetLinks } from "./asset-links.ts";
import { stateMark } from "./asset-state.ts";
import { columnCells, columnHeads } from "./column-cells.ts";
import { factList } from "./fact-list.ts";
import { factTable, type FactCell } from "./fact-table.ts";
import { troubleReasons } from "./trouble-reasons.ts";
import { words } from "./words.ts";

/** An asset and what our tables say of it. */
type Shown = {
  readonly asset: AssetSpec;
  readonly standing: AssetStanding;
  /** What it takes the database to tell: checks, why, partitions. */
  readonly sections: readonly Markup[];
  readonly materialisations: Awaited<ReturnType<ApiDeps["database"]["materialisations"]>>;
};

/** One asset: how it stands, what it reads and is read by, its columns, and further sections. */
export function assetPage(
  deps: ApiDeps,
  { asset, standing, materialisations, sections }: Shown,
  language: Language,
): Markup {
  const { graph, zone } = deps.deployed;
  const { mirror, state } = standing;
  const reasons = troubleReasons(standing, zone, language);
  const at = (instant: string | null | undefined) =>
    instant === null || instant === undefined ? "–" : instantText(instant, zone, language);
  const workflow = deps.workflowPage?.(`asset/${asset.key}`);
  const readers = graph.assets.filter((other) => depsOf(other).includes(asset.key)).map(({ key }) => key);
  const facts: readonly (readonly [Words, unknown])[] = [
    [words.kind, words[asset.kind][language]],
    [words.state, stateMark(state, language)],
    ...(reasons.length === 0
      ? []
      : [
          [
            words.reasons,
            html`<ul>
              ${reasons.map((reason) => html`<li>${reason}</li>`)}
            </ul>`,
          ] as const,
        ]),
    [words.rows, mirror === undefined ? "–" : numberText(mirror.rows, "count", language)],
    [words.landed, at(mirror?.landedThrough)],
    [words.through, at(mirror?.loadedThrough)],
    [words.materialised, at(mirror?.materialisedAt)],
    [words.readsFrom, assetLinks(depsOf(asset), language)],
    [words.readBy, assetLinks(readers, language)],
  ];
  const columns = asset.columns.map((column) => columnCells(column, asset, language));
  const made = materialisations.map((one) => [at(one.at), numberText(one.rows, "count", language)]);
  return html`<h1>${asset.key}</h1>
    <p>${asset.doc}</p>
    ${factList(facts, language)}
    ${workflow === undefined ? "" : html`<p><a href="${workflow}">${words.webUi[language]}</a></p>`} ${sections}
    <div class="columns">${listed(words.columns, columnHeads, columns, language)}</div>
    ${listed(words.materialisations, [words.at, words.rows], made, language)}`;
}

function listed(
  title: Words,
  heads: readonly Words[],
  rows: readonly (readonly FactCell[])[],
  language: Language,
): Markup {
  if (rows.length === 0) return html``;
  return html`<h2>${title[language]}</h2>
    ${factTable(title[language], heads, rows, language)}`;
}
