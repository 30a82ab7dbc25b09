import { html } from "hono/html";
import type { Operations } from "../../api/operations/operations.ts";
import type { Language } from "../../core/spec/dashboard.ts";
import { instantText } from "../formats.ts";
import type { Markup } from "../layout.ts";
import { factTable } from "./fact-table.ts";
import { refreshLink } from "./refresh-link.ts";
import { runLink } from "./run-link.ts";
import { runState } from "./run-state.ts";
import { words } from "./words.ts";

/** The last runs, their state as far as Temporal says. */
export function runsPage(runs: Awaited<ReturnType<Operations["runs"]>>, zone: string, language: Language): Markup {
  const at = (instant: string | null) => (instant === null ? "–" : instantText(instant, zone, language));
  const heads = [words.run, words.state, words.job, words.who, words.started, words.ended, words.failures];
  const rows = runs.map((run) => [
    runLink(run.id),
    runState(run.state, language),
    run.selection ?? run.job,
    run.who ?? run.trigger,
    at(run.startedAt),
    at(run.endedAt),
    run.code === null ? "–" : `${run.failures}: ${run.code}`,
  ]);
  return html`<h1>${words.runs[language]}</h1>
    <p>${words.runsNote[language]}</p>
    ${refreshLink(language)}
    <div data-live="runs">${factTable(words.runs[language], heads, rows, language)}</div>`;
}
