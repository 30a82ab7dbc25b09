import { html } from "hono/html";
import type { ApiDeps } from "../../api/deps.ts";
import type { KeptEvaluation } from "../../core/automation/evaluation.ts";
import type { Evaluated } from "../../core/condition/facts.ts";
import type { AssetSpec } from "../../core/spec/asset.ts";
import type { Language } from "../../core/spec/dashboard.ts";
import { instantText } from "../formats.ts";
import type { Markup } from "../layout.ts";
import { runLink } from "./run-link.ts";
import { words } from "./words.ts";

/** Why an asset with a condition was brought up to date by itself, or was not, when it was looked at last: a tree, a reason at each part. */
export async function assetWhy(
  { database, deployed }: Pick<ApiDeps, "database" | "deployed">,
  asset: AssetSpec,
  language: Language,
): Promise<Markup> {
  if (asset.automation === undefined) return html``;
  const kept = await database.evaluationAt(asset.key, new Date().toISOString());
  return html`<h2>${words.why[language]}</h2>
    ${kept === undefined ? html`<p>${words.neverChecked[language]}</p>` : found(kept, deployed.zone, language)}`;
}

const found = ({ at, run, tree }: KeptEvaluation, zone: string, language: Language): Markup =>
  html`<p>
      ${words.lookedAt[language]} ${instantText(at, zone, language)} ${run === null ? "" : html`→ ${runLink(run)}`}
    </p>
    <ul class="tree">
      ${branch(tree, language)}
    </ul>`;

const branch = ({ says, holds, why, of = [] }: Evaluated, language: Language): Markup =>
  html`<li>
    <span class="state ${holds ? "done" : "skipped"}"
      ><span aria-hidden="true">${holds ? "✔" : "✘"}</span
      ><span class="unseen">${words[holds ? "holds" : "holdsNot"][language]}</span></span
    >
    <strong>${says}</strong>: ${why}
    ${
      of.length === 0
        ? ""
        : html`<ul>
            ${of.map((part) => branch(part, language))}
          </ul>`
    }
  </li>`;
