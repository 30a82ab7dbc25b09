import { html } from "hono/html";
import type { ApiDeps } from "../../api/deps.ts";
import { readPartitions } from "../../api/operations/read-partitions.ts";
import type { AssetSpec } from "../../core/spec/asset.ts";
import type { PagePlace } from "../../core/partition/partition-page.ts";
import type { Language } from "../../core/spec/dashboard.ts";
import { dayText, numberText } from "../formats.ts";
import type { Markup } from "../layout.ts";
import { factTable } from "./fact-table.ts";
import { words } from "./words.ts";

const icons = { filled: "●", stale: "◐", empty: "○", failed: "✕" } as const;
const colours = { filled: "done", stale: "late", empty: "never", failed: "failed" } as const;

/** A page of a mart's days, newest first, in ranges of one state; nothing for a table, or a mart that has not begun. */
export async function assetPartitions(
  { database, clock }: Pick<ApiDeps, "database" | "clock">,
  asset: AssetSpec,
  { page, language }: { readonly page: number; readonly language: Language },
): Promise<Markup> {
  if (asset.kind !== "mart") return html``;
  const { place, ranges } = await readPartitions(database, asset, { page, now: clock.now() });
  if (place === null) return html``;
  const rows = ranges.map(({ from, to, days, state, rows: count }) => [
    dayText(from, language),
    dayText(to, language),
    numberText(days, "count", language),
    html`<span class="state ${colours[state]}"
      ><span aria-hidden="true">${icons[state]}</span> ${words[state][language]}</span
    >`,
    numberText(count, "count", language),
  ]);
  return html`<h2 id="partitions">${words.partitions[language]}: ${numberText(place.partitions, "count", language)}</h2>
    ${factTable(words.partitions[language], [words.firstDay, words.lastDay, words.days, words.state, words.rows], rows, language)}
    ${others(place, language)}`;
}

const others = ({ page, pages }: PagePlace, language: Language): Markup =>
  html`<p class="pager">
    ${page > 1 ? html`<a href="?page=${page - 1}#partitions">${words.newer[language]}</a>` : ""} ${page}/${pages}
    ${page < pages ? html`<a href="?page=${page + 1}#partitions">${words.older[language]}</a>` : ""}
  </p>`;
