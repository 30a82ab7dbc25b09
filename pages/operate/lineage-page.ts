import { html } from "hono/html";
import type { ApiDeps } from "../../api/deps.ts";
import type { AssetGraph } from "../../core/graph/asset-graph.ts";
import { depsOf, type AssetSpec } from "../../core/spec/asset.ts";
import type { Language } from "../../core/spec/dashboard.ts";
import type { AssetState } from "../../core/standing/asset-state.ts";
import { at } from "../charts/chart.ts";
import type { Markup } from "../layout.ts";
import { ui } from "../words.ts";
import { stateIcons, stateMark } from "./asset-state.ts";
import { assetLinks } from "./asset-links.ts";
import { factTable } from "./fact-table.ts";
import { box, layOutLineage } from "./lay-out-lineage.ts";
import { troubleList, type Standings } from "./trouble-list.ts";
import { words } from "./words.ts";

type StateOf = (key: string) => AssetState;

/** What reads what, drawn, each asset with its state; and the same as a table. */
export function lineagePage(deps: ApiDeps, standings: Standings, language: Language): Markup {
  const { graph } = deps.deployed;
  const stateOf: StateOf = (key) => standings.assets.get(key)?.state ?? "never";
  const title = words.lineage[language];
  const readersOf = (key: string) => graph.assets.filter((other) => depsOf(other).includes(key)).map((one) => one.key);
  const rows = graph.assets.map((asset) => [
    html`<a href="/operate/assets/${asset.key}">${asset.key}</a>`,
    stateMark(stateOf(asset.key), language),
    assetLinks(depsOf(asset), language),
    assetLinks(readersOf(asset.key), language),
  ]);
  return html`<h1>${title}</h1>
    ${troubleList(deps, standings, language)}
    <p>${words.lineageNote[language]}</p>
    <div class="scroll drawing panel" tabindex="0" role="region" aria-label="${title}">
      ${drawn(graph, stateOf, language)}
    </div>
    <details class="twin">
      <summary>${ui.table[language]}<span class="unseen">: ${title}</span></summary>
      ${factTable(title, [words.asset, words.state, words.readsFrom, words.readBy], rows, language)}
    </details>`;
}

function drawn(graph: AssetGraph, stateOf: StateOf, language: Language): Markup {
  const { width, height, assets, lines } = layOutLineage(graph);
  return html`<svg
    class="lineage"
    viewBox="0 0 ${at(width)} ${at(height)}"
    width="${at(width)}"
    height="${at(height)}"
    role="group"
    aria-label="${words.lineage[language]}"
  >
    ${lines.map((points) => html`<polyline points="${points.map(({ x, y }) => `${at(x)},${at(y)}`).join(" ")}" />`)}
    ${graph.assets.map((asset) => {
      const { x, y } = assets.get(asset.key) ?? { x: 0, y: 0 };
      return node(asset, { x: x - box.width / 2, y: y - box.height / 2 }, stateOf(asset.key), language);
    })}
  </svg>`;
}

const node = (
  { key }: AssetSpec,
  { x, y }: { readonly x: number; readonly y: number },
  state: AssetState,
  language: Language,
): Markup =>
  html`<a class="${state}" href="/operate/assets/${key}"
    ><rect x="${at(x)}" y="${at(y)}" width="${box.width}" height="${box.height}" rx="5" />
    <text class="name" x="${at(x + 8)}" y="${at(y + 16)}">${key}</text>
    <text x="${at(x + 8)}" y="${at(y + 32)}">${stateIcons[state]} ${words[state][language]}</text></a
  >`;
