import { html } from "hono/html";
import type { AnswerRow, Cell } from "../../api/kpi-answer.ts";
import type { ChartSpec, Language, ShownColumn } from "../../core/spec/dashboard.ts";
import { numberText } from "../formats.ts";
import type { Markup } from "../layout.ts";
import { ui } from "../words.ts";
import type { Told } from "./ask-kpi.ts";
import { isHidden, labelOf, pointsByName, pointsOverTime } from "./points.ts";
import type { Point } from "../charts/chart.ts";

/** The table of what is drawn: for whoever does not see it, or wants the numbers. */
export function tableTwin(chart: ChartSpec, told: Told, language: Language): Markup {
  const table = chart.draw === "bars" ? ofGroups(chart, told, language) : ofRows(chart, told, language);
  return html`<details class="twin">
    <summary>${ui.table[language]}<span class="unseen">: ${chart.title[language]}</span></summary>
    <div class="scroll" tabindex="0" role="region" aria-label="${chart.title[language]}">
      <table>
        ${table}
      </table>
    </div>
  </details>`;
}

const headOf = (titles: readonly string[]): Markup =>
  html`<thead>
    <tr>
      ${titles.map((title) => html`<th scope="col">${title}</th>`)}
    </tr>
  </thead>`;

const beforeTitles = (chart: ChartSpec, language: Language): readonly string[] =>
  chart.lastYear === true ? [ui.lastYear[language]] : [];

const beforeCell = (chart: ChartSpec, point: Point | undefined, language: Language) =>
  chart.lastYear === true ? html`<td>${amount(point?.before, chart, language)}</td>` : "";

const amount = (value: number | undefined, chart: ChartSpec, language: Language): string =>
  value === undefined ? "–" : numberText(value, unitOf(chart), language);

/** The unit of what is drawn. */
export function unitOf({ columns, value }: ChartSpec) {
  const unit = columns.find(({ name }) => name === value)?.unit;
  return unit === undefined || unit === "text" || unit === "period" || unit === "plain" ? "count" : unit;
}

function ofRows(chart: ChartSpec, told: Told, language: Language): Markup {
  const points = chart.lastYear === true ? pointsOverTime(chart, told, language) : [];
  return html`${headOf([...chart.columns.map(({ title }) => title[language]), ...beforeTitles(chart, language)])}
    <tbody>
      ${told.rows.map(
        (row, at) =>
          html`<tr>
            ${chart.columns.map((column, place) => cell(row, column, told, { language, isName: place === 0 }))}
            ${beforeCell(chart, points[at], language)}
          </tr>`,
      )}
    </tbody>`;
}

type Manner = { readonly language: Language; readonly isName: boolean };

function cell(row: AnswerRow, column: ShownColumn, told: Told, { language, isName }: Manner): Markup {
  const text = cellText(row[column.name], column, told, language);
  return isName ? html`<th scope="row">${text}</th>` : html`<td>${text}</td>`;
}

const cellText = (value: Cell | undefined, column: ShownColumn, told: Told, language: Language): string =>
  isHidden(value) ? ui.hidden[language] : labelOf(value, column, told, language);

function ofGroups(chart: ChartSpec, told: Told, language: Language): Markup {
  const points = pointsByName(chart, told, language);
  const whole = points.reduce((total, { value }) => total + (value ?? 0), 0);
  const [first] = chart.columns;
  const valueTitle = chart.columns.find(({ name }) => name === chart.value)?.title ?? first.title;
  // A share would tell the whole, and with it what is hidden.
  const hasShares = chart.ofWhole === true && !points.some(({ isHidden: hidden }) => hidden === true);
  const titles = [first.title[language], valueTitle[language], ...(hasShares ? [ui.share[language]] : [])];
  return html`${headOf([...titles, ...beforeTitles(chart, language)])}
    <tbody>
      ${points.map(
        (point) =>
          html`<tr>
            <th scope="row">${point.label}</th>
            <td>${point.isHidden === true ? ui.hidden[language] : amount(point.value, chart, language)}</td>
            ${
              hasShares
                ? html`<td>${whole === 0 ? "–" : numberText((point.value ?? 0) / whole, "share", language)}</td>`
                : ""
            }
            ${beforeCell(chart, point, language)}
          </tr>`,
      )}
    </tbody>`;
}
