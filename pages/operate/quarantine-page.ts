import { html } from "hono/html";
import type { ApiDeps } from "../../api/deps.ts";
import type { Language } from "../../core/spec/dashboard.ts";
import { quarantineCounts } from "../../db/declare/load-reads.ts";
import { numberText } from "../formats.ts";
import type { Markup } from "../layout.ts";
import { factTable } from "./fact-table.ts";
import { words } from "./words.ts";

/** How many rows wait in quarantine, by table, column and rule; never a value. */
export async function quarantinePage({ database }: Pick<ApiDeps, "database">, language: Language): Promise<Markup> {
  const title = words.quarantine[language];
  const rows = (await database.read(quarantineCounts)).map((row) => [
    html`<a href="/operate/assets/${String(row["table_key"])}">${String(row["table_key"])}</a>`,
    String(row["column_name"]),
    String(row["rule"]),
    numberText(Number(row["rows"]), "count", language),
  ]);
  return html`<h1>${title}</h1>
    <p>${words.quarantineNote[language]}</p>
    ${
      rows.length === 0
        ? html`<p>${words.noQuarantine[language]}</p>`
        : factTable(title, [words.table, words.column, words.rule, words.rows], rows, language)
    }`;
}
