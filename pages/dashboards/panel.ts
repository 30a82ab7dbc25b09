import { html } from "hono/html";
import type { Suppression } from "../../db/declare/graph.ts";
import type { ChartSpec, Language } from "../../core/spec/dashboard.ts";
import { bars } from "../charts/bars.ts";
import { grid } from "../charts/grid.ts";
import { overTime } from "../charts/over-time.ts";
import { dayText, numberText } from "../formats.ts";
import type { Markup } from "../layout.ts";
import { hiddenWords, ui } from "../words.ts";
import { addDays } from "../../api/compare.ts";
import { isPeopleTable } from "../../db/declare/kpi.ts";
import type { Told } from "./ask-kpi.ts";
import { mostlyWithin, type Period } from "./period.ts";
import { cellsOf, pointsByName, pointsOverTime } from "./points.ts";
import { tableTwin, unitOf } from "./table-twin.ts";

/** What a panel is shown with. */
export type PanelContext = {
  readonly language: Language;
  readonly suppression: Suppression;
  /** The address of the panel's rows as CSV. */
  readonly csv: string;
  /** The page's period. */
  readonly period: Period;
};

/** A drawing with its table and its CSV; what is missing is said. */
export const panel = (chart: ChartSpec, told: Told | undefined, context: PanelContext): Markup => {
  const { language } = context;
  return html`<section class="panel draw-${chart.draw}" aria-labelledby="${chart.key}">
    <h2 id="${chart.key}">${chart.title[language]}</h2>
    ${chart.note === undefined ? "" : html`<p class="note">${chart.note[language]}</p>`}
    ${told === undefined ? html`<p>${ui.neverBuilt[language]}</p>` : shown(chart, told, context)}
  </section>`;
};

function shown(chart: ChartSpec, told: Told, context: PanelContext): Markup {
  const { language, csv } = context;
  if (told.rows.length === 0)
    return html`${ownSpan(told, context)}
      <p>${ui.nothing[language]}</p>`;
  return html`${ownSpan(told, context)} ${legend(chart, language)} ${drawn(chart, told, language)}
    ${told.suppressed > 0 ? why(context) : ""} ${told.isCut ? html`<p class="note">${ui.cut[language]}</p>` : ""}
    ${tableTwin(chart, told, language)}
    <p class="csv">
      <a href="${csv}" download>${ui.csv[language]}<span class="unseen">: ${chart.title[language]}</span></a>
    </p>`;
}

/** The time of a table of people: one month, or year; and that it is the last one, where the page's own goes on. */
function ownSpan({ kpi, question }: Told, { language, period, suppression }: PanelContext): Markup | "" {
  if (!isPeopleTable(kpi, question.values)) return "";
  const { from, to } = question.range;
  return html`<p class="note">
    ${ui.ofSpan[language]} ${dayText(from, language)} – ${dayText(addDays(to, -1), language)}.
    ${from === mostlyWithin(period, suppression.span).from ? "" : ui.notOver[language]}
  </p>`;
}

const legend = (chart: ChartSpec, language: Language): Markup | "" =>
  chart.lastYear === true
    ? html`<p class="legend">
        <span class="key now"></span>${ui.thisYear[language]} <span class="key before"></span>${ui.lastYear[language]}
      </p>`
    : "";

function drawn(chart: ChartSpec, told: Told, language: Language): Markup {
  const base = { id: `svg-${chart.key}`, title: chart.title[language], unit: unitOf(chart), language };
  switch (chart.draw) {
    case "bars":
      return bars({ ...base, points: pointsByName(chart, told, language) });
    case "grid":
      return grid(base, cellsOf(chart, told, language));
    case "line":
    case "columns":
      return overTime({ ...base, points: pointsOverTime(chart, told, language) }, chart.draw);
  }
}

const why = ({ language, suppression: { people, dominance } }: PanelContext): Markup =>
  html`<details class="why">
    <summary>${ui.whyHidden[language]}</summary>
    <p>${hiddenWords(people, numberText(dominance, "share", language), language)}</p>
  </details>`;
