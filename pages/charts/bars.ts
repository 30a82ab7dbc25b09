import { html } from "hono/html";
import { numberText } from "../formats.ts";
import type { Markup } from "../layout.ts";
import { ui } from "../words.ts";
import { at, valuesOf, width, type Drawing, type Point } from "./chart.ts";

const [rowHeight, barHeight, gap] = [38, 14, 4];

/** A bar for each name with its number beside it, and a thin one for the year before. */
export function bars(drawing: Drawing): Markup {
  const { points, title, id } = drawing;
  const most = Math.max(1e-9, ...valuesOf(points));
  const long = (value: number): string => at((Math.max(0, value) / most) * width);
  return html`<svg
    viewBox="0 0 ${width} ${Math.max(1, points.length) * rowHeight}"
    role="img"
    aria-labelledby="${id}-title"
  >
    <title id="${id}-title">${title}</title>
    ${points.map((point, place) => row(drawing, point, place * rowHeight, long))}
  </svg>`;
}

const row = ({ unit, language }: Drawing, point: Point, y: number, long: (value: number) => string): Markup =>
  html`<text class="name" x="0" y="${y + 12}">${point.label}</text>
    <text class="number" x="${width}" y="${y + 12}">
      ${
        point.isHidden === true
          ? ui.hidden[language]
          : point.value === undefined
            ? "–"
            : numberText(point.value, unit, language)
      }
    </text>
    ${point.isHidden === true ? html`<rect class="hidden" x="0" y="${y + 16}" width="${width}" height="${barHeight}" />` : ""}
    ${point.value === undefined ? "" : html`<rect class="now" x="0" y="${y + 16}" width="${long(point.value)}" height="${barHeight}" />`}
    ${point.before === undefined ? "" : html`<rect class="before" x="0" y="${y + 16 + barHeight}" width="${long(point.before)}" height="${gap}" />`}`;
