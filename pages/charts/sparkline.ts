import { html } from "hono/html";
import type { Markup } from "../layout.ts";
import { at } from "./chart.ts";

/** A number of a small line; marked ones stand out. */
export type Spark = { readonly value: number; readonly marked: boolean };

const [width, height, margin] = [120, 26, 4];

/** A line as small as a word, its numbers told to whoever does not see it. */
export function sparkline(sparks: readonly Spark[], title: string): Markup {
  const values = sparks.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const x = (place: number): number => margin + (place * (width - 2 * margin)) / Math.max(1, sparks.length - 1);
  const y = (value: number): number =>
    most === least ? height / 2 : margin + ((most - value) / (most - least)) * (height - 2 * margin);
  const points = values.map((value, place) => `${at(x(place))},${at(y(value))}`);
  const shown = sparks.flatMap(({ value, marked }, place) =>
    marked || place === sparks.length - 1
      ? html`<circle class="${marked ? "marked" : "now"}" cx="${at(x(place))}" cy="${at(y(value))}" r="2.5" />`
      : [],
  );
  return html`<svg
    class="spark"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="${title}: ${values.join(", ")}"
  >
    <polyline class="now" points="${points.join(" ")}" />
    ${shown}
  </svg>`;
}
