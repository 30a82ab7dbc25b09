import { html } from "hono/html";
import type { ApiDeps } from "../../api/deps.ts";
import type { AssetSpec } from "../../core/spec/asset.ts";
import type { Language } from "../../core/spec/dashboard.ts";
import { checkTrend } from "../../db/declare/check-reads.ts";
import { sparkline } from "../charts/sparkline.ts";
import type { Markup } from "../layout.ts";
import { factTable } from "./fact-table.ts";
import { words } from "./words.ts";

/** A kept result, as the trend is drawn of it. */
type Result = { readonly failed: boolean; readonly figure: number | undefined; readonly bound: string };

/** The checks of an asset: how each came out last, against which bound, and its last twenty figures. Nothing where none is declared. */
export async function assetChecks(
  { database }: Pick<ApiDeps, "database">,
  asset: AssetSpec,
  language: Language,
): Promise<Markup> {
  if (asset.checks.length === 0) return html``;
  const kept = Map.groupBy(await database.read(checkTrend(asset.key)), (row) => String(row["check_name"]));
  const rows = asset.checks.map(({ name, severity }) => {
    const results = (kept.get(name) ?? []).map(resultOf);
    const [last] = results;
    return [
      name,
      last === undefined ? words.neverChecked[language] : outcome(last, language),
      last?.figure === undefined ? "–" : String(last.figure),
      last?.bound ?? "–",
      last === undefined ? "–" : trend(results, name),
      words[severity][language],
    ];
  });
  const heads = [words.check, words.state, words.figure, words.bound, words.trend, words.severity];
  return html`<h2>${words.checks[language]}</h2>
    ${factTable(words.checks[language], heads, rows, language)}`;
}

const resultOf = (row: Readonly<Record<string, unknown>>): Result => ({
  failed: row["state"] === "failed",
  figure: row["figure"] === null ? undefined : Number(row["figure"]),
  bound: String(row["bound"]),
});

const outcome = ({ failed }: Result, language: Language): Markup =>
  html`<span class="state ${failed ? "failed" : "done"}"
    ><span aria-hidden="true">${failed ? "✕" : "●"}</span> ${words[failed ? "failed" : "passed"][language]}</span
  >`;

/** Kept newest first, drawn oldest first. */
const trend = (results: readonly Result[], name: string): Markup =>
  sparkline(
    results
      .toReversed()
      .flatMap(({ figure, failed }) => (figure === undefined ? [] : { value: figure, marked: failed })),
    name,
  );
