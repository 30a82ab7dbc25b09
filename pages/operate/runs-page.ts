import { html } from "hono/html";
import type { Operations } from "../../api/operations/operations.ts";
import type { Language } from "../../core/spec/dashboard.ts";
import { instantText } from "../formats.ts";
import type { Markup } from "../layout.ts";
import { words } from "./words.ts";

const icons = {
  running: "…",
  succeeded: "●",
  failed: "✕",
  cancelled: "■",
  cut: "▲",
  stalled: "▲",
  unknown: "?",
} as const;

/** The last runs, their state as far as Temporal says. */
export function runsPage(runs: Awaited<ReturnType<Operations["runs"]>>, zone: string, language: Language): Markup {
  const at = (instant: string | null) => (instant === null ? "–" : instantText(instant, zone, language));
  const titles = [words.run, words.state, words.job, words.who, words.started, words.ended, words.failures];
  return html`<h1>${words.runs[language]}</h1>
    <p>${words.runsNote[language]}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="${words.runs[language]}">
      <table class="facts">
        <thead>
          <tr>
            ${titles.map((title) => html`<th scope="col">${title[language]}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${runs.map(
            (run) =>
              html`<tr>
                <th scope="row">${run.id}</th>
                <td>
                  <span class="state ${run.state}"
                    ><span aria-hidden="true">${icons[run.state]}</span> ${words[run.state][language]}</span
                  >
                </td>
                <td>${run.selection ?? run.job}</td>
                <td>${run.who ?? run.trigger}</td>
                <td>${at(run.startedAt)}</td>
                <td>${at(run.endedAt)}</td>
                <td>${run.code === null ? "–" : `${run.failures}: ${run.code}`}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
