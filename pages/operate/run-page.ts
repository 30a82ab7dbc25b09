import { html } from "hono/html";
import type { Operations } from "../../api/operations/operations.ts";
import type { RunStep } from "../../core/ports/runs.ts";
import type { Language, Words } from "../../core/spec/dashboard.ts";
import { instantText, numberText } from "../formats.ts";
import type { Markup } from "../layout.ts";
import { assetLinks } from "./asset-links.ts";
import { factList } from "./fact-list.ts";
import { factTable } from "./fact-table.ts";
import { refreshLink } from "./refresh-link.ts";
import { runState } from "./run-state.ts";
import { words } from "./words.ts";

type Detail = Awaited<ReturnType<Operations["run"]>>;
/** How a page is told. `workflow`: the address of the run's page in the Web UI. */
type Manner = { readonly language: Language; readonly zone: string; readonly workflow: string | undefined };

/** One run: what it is, how each of its assets ended, and which are to come. */
export function runPage({ run, steps, toCome }: Detail, { language, zone, workflow }: Manner): Markup {
  const at = (instant: string | null) => (instant === null ? "–" : instantText(instant, zone, language));
  const facts: readonly (readonly [Words, unknown])[] = [
    [words.state, runState(run.state, language)],
    [words.job, run.selection ?? run.job],
    [words.who, run.who ?? run.trigger],
    [words.started, at(run.startedAt)],
    [words.ended, at(run.endedAt)],
    [words.failures, run.code === null ? "–" : `${run.failures}: ${run.code}`],
    ...(toCome.length === 0 ? [] : [[words.toCome, assetLinks(toCome, language)] as const]),
  ];
  const heads = [words.asset, words.state, words.rows, words.bytes, words.took, words.ended, words.code, words.detail];
  return html`<h1>${run.id}</h1>
    ${refreshLink(language)}
    <div data-live="run">${factList(facts, language)}</div>
    ${workflow === undefined ? "" : html`<p><a href="${workflow}">${words.webUi[language]}</a></p>`}
    <h2>${words.steps[language]}</h2>
    <div data-live="steps">
      ${factTable(
        words.steps[language],
        heads,
        steps.map((step) => cells(step, at, language)),
        language,
      )}
    </div>`;
}

const icons = { done: "●", unchanged: "●", failed: "✕", skipped: "▲", paused: "‖" } as const;
const stepWords = { ...words, skipped: words.left } as const;

const cells = (step: RunStep, at: (instant: string) => string, language: Language) => [
  html`<a href="/operate/assets/${step.asset}">${step.asset}</a>`,
  html`<span class="state ${step.state}"
    ><span aria-hidden="true">${icons[step.state]}</span> ${stepWords[step.state][language]}</span
  >`,
  numberText(step.rows, "count", language),
  step.bytes === null ? "–" : numberText(step.bytes, "count", language),
  `${numberText(step.ms, "count", language)} ms`,
  at(step.endedAt),
  step.code ?? "–",
  step.detail,
];
