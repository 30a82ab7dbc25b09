import { html } from "hono/html";
import { shortText } from "../formats.ts";
import type { Markup } from "../layout.ts";
import { at, axisOf, everyLabel, valuesOf, width, type Drawing } from "./chart.ts";

const [left, right, top, bottom, height] = [44, 18, 8, 22, 190];
const [plotWidth, plotHeight] = [width - left - right, height - top - bottom];

/** A drawing over time: columns or a line, and a dashed line for the year before. */
export function overTime(drawing: Drawing, draw: "line" | "columns"): Markup {
  const { points, title, id, unit, language } = drawing;
  const axis = axisOf(valuesOf(points), unit);
  const y = (value: number): number => top + plotHeight * (1 - Math.max(0, value) / axis.top);
  const slot = plotWidth / Math.max(1, points.length);
  const x = (place: number): number => left + slot * (place + 0.5);
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title">
    <title id="${id}-title">${title}</title>
    ${axis.marks.map(
      (mark) =>
        html`<line class="grid" x1="${left}" x2="${width - right}" y1="${at(y(mark))}" y2="${at(y(mark))}" /><text
            class="mark"
            x="${left - 4}"
            y="${at(y(mark) + 3.5)}"
          >
            ${shortText(mark, unit, language)}
          </text>`,
    )}
    ${draw === "columns" ? columns(drawing, { x, y, slot }) : lineOf(drawing, { x, y }, "value")}
    ${lineOf(drawing, { x, y }, "before")} ${labels(drawing, x)}
  </svg>`;
}

type Place = { readonly x: (place: number) => number; readonly y: (value: number) => number };

const columns = ({ points }: Drawing, { x, y, slot }: Place & { readonly slot: number }) =>
  points.map(({ value }, place) =>
    value === undefined || value <= 0
      ? ""
      : html`<rect
          class="now"
          x="${at(x(place) - slot * 0.36)}"
          y="${at(y(value))}"
          width="${at(slot * 0.72)}"
          height="${at(y(0) - y(value))}"
        />`,
  );

/** A line that breaks where there is no number; a lone point is a dot. */
function lineOf({ points }: Drawing, { x, y }: Place, of: "value" | "before") {
  const runs: string[][] = [[]];
  for (const [place, point] of points.entries()) {
    const value = point[of];
    if (value === undefined) runs.push([]);
    else runs.at(-1)?.push(`${at(x(place))},${at(y(value))}`);
  }
  const name = of === "value" ? "now" : "before";
  return runs
    .filter((run) => run.length > 0)
    .map((run) =>
      run.length === 1
        ? html`<circle class="${name}" cx="${run[0]?.split(",")[0]}" cy="${run[0]?.split(",")[1]}" r="2.5" />`
        : html`<polyline class="${name}" points="${run.join(" ")}" />`,
    );
}

const labels = ({ points }: Drawing, x: (place: number) => number) =>
  points.map(({ label }, place) =>
    place % everyLabel(points.length) === 0
      ? html`<text class="label" x="${at(x(place))}" y="${height - 6}">${label}</text>`
      : "",
  );
