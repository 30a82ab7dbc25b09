import { html } from "hono/html";
import { shortText } from "../formats.ts";
import type { Markup } from "../layout.ts";
import { at, everyLabel, width, type Drawing } from "./chart.ts";

/** A number at a place of two names. */
export type Cell = {
  readonly down: string;
  readonly across: string;
  readonly value: number | undefined;
  readonly isHidden: boolean;
};

const [left, top, cellHeight] = [52, 18, 22];
const steps = 6;

/** A grid of cells whose shade is their number: a heatmap, or cohorts and what is left of them. Wide cells have their number written in them. */
export function grid(drawing: Omit<Drawing, "points">, cells: readonly Cell[]): Markup {
  const [down, across] = [unique(cells.map((cell) => cell.down)), inOrder(cells.map((cell) => cell.across))];
  const slot = (width - left) / Math.max(1, across.length);
  const most = Math.max(1e-9, ...cells.flatMap(({ value }) => value ?? []));
  const { id, title, unit, language } = drawing;
  const shade = (value: number): number => Math.min(steps, Math.ceil((Math.max(0, value) / most) * steps));
  const drawn = cells.map((cell) => {
    const [x, y] = [left + across.indexOf(cell.across) * slot, top + down.indexOf(cell.down) * cellHeight];
    const name = cell.isHidden ? "hidden" : `shade-${shade(cell.value ?? 0)}`;
    return html`<rect class="${name}" x="${at(x)}" y="${y}" width="${at(slot - 1)}" height="${cellHeight - 1}" />${
        slot < 30 || cell.value === undefined
          ? ""
          : html`<text class="in ${name}" x="${at(x + slot / 2)}" y="${y + 15}">
              ${shortText(cell.value, unit, language)}
            </text>`
      }`;
  });
  return html`<svg
    viewBox="0 0 ${width} ${top + Math.max(1, down.length) * cellHeight}"
    role="img"
    aria-labelledby="${id}-title"
  >
    <title id="${id}-title">${title}</title>
    ${across.map((name, place) =>
      place % everyLabel(across.length) === 0
        ? html`<text class="label" x="${at(left + slot * (place + 0.5))}" y="12">${name}</text>`
        : "",
    )}
    ${down.map((name, place) => html`<text class="name" x="0" y="${top + place * cellHeight + 15}">${name}</text>`)}
    ${drawn}
  </svg>`;
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

/** Rows name what is across in their own order, and none names all: numbers stand in theirs. */
const inOrder = (names: readonly string[]): readonly string[] =>
  names.every((name) => Number.isFinite(Number(name)))
    ? unique(names).toSorted((left, right) => Number(left) - Number(right))
    : unique(names);
