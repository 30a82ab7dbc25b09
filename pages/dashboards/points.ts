import { partnersOf } from "../../api/compare.ts";
import type { AnswerRow, Cell as Answered } from "../../api/kpi-answer.ts";
import type { ChartSpec, Language, Measure, ShownColumn } from "../../core/spec/dashboard.ts";
import type { Point } from "../charts/chart.ts";
import type { Cell } from "../charts/grid.ts";
import { valueText } from "../formats.ts";
import type { Told } from "./ask-kpi.ts";

/** True for a cell that small-cell suppression hid. */
export const isHidden = (cell: Answered | undefined): boolean => typeof cell === "object" && cell !== null;
/** The number of a cell; undefined when it is hidden or none. */
export const numberOf = (cell: Answered | undefined): number | undefined =>
  typeof cell === "number" ? cell : undefined;

/** One number of many rows; undefined when there are none, one of them is hidden, or there is nothing to be a share of. */
export function measured(rows: readonly AnswerRow[], measure: Measure): number | undefined {
  if ("sum" in measure) return sumOf(rows, measure.sum);
  const [part, whole] = [sumOf(rows, measure.part), sumOf(rows, measure.of)];
  return part === undefined || whole === undefined || whole === 0 ? undefined : part / whole;
}

function sumOf(rows: readonly AnswerRow[], column: string): number | undefined {
  if (rows.length === 0 || rows.some((row) => isHidden(row[column]))) return undefined;
  // Cents add up as whole numbers.
  return rows.reduce((total, row) => total + Math.round((numberOf(row[column]) ?? 0) * 100), 0) / 100;
}

/** How a cell is named where it names something. */
export function labelOf(cell: Answered | undefined, column: ShownColumn, told: Told, language: Language): string {
  if (cell === null || cell === undefined || typeof cell === "object") return "–";
  return valueText(cell, column, language, told.grain);
}

/** The points of a drawing over time, each beside its partner a year before. */
export function pointsOverTime(chart: ChartSpec, told: Told, language: Language): readonly Point[] {
  const [first] = chart.columns;
  const before = new Map((told.before ?? []).map((row) => [String(row[first.name]), numberOf(row[chart.value])]));
  const partnerOf =
    first.unit === "period"
      ? partnersOf(told.question.range, "previous_year", told.grain)
      : (name: string): string => name;
  return told.rows.map((row) => {
    const partner = partnerOf(String(row[first.name]));
    return {
      label: labelOf(row[first.name] ?? null, first, told, language),
      value: numberOf(row[chart.value]),
      before: partner === undefined ? undefined : before.get(partner),
      isHidden: isHidden(row[chart.value]),
    };
  });
}

/** Points of rows that are alike in the first column, greatest first. */
export function pointsByName(chart: ChartSpec, told: Told, language: Language): readonly Point[] {
  const [first] = chart.columns;
  const before = grouped(told.before ?? [], first, told, language);
  const groups = [...grouped(told.rows, first, told, language)].map(([label, rows]) => {
    const then = before.get(label);
    return {
      label,
      value: sumOf(rows, chart.value),
      before: then && sumOf(then, chart.value),
      isHidden: rows.some((row) => isHidden(row[chart.value])),
    };
  });
  return groups.toSorted((left, right) => (right.value ?? -Infinity) - (left.value ?? -Infinity) || 0);
}

/** Rows by the name of their first column. */
const grouped = (rows: readonly AnswerRow[], first: ShownColumn, told: Told, language: Language) =>
  Map.groupBy(rows, (row) => labelOf(row[first.name], first, told, language));

/** Cells of a grid. */
export const cellsOf = (chart: ChartSpec, told: Told, language: Language): readonly Cell[] => {
  const [down, across = down] = chart.columns;
  return told.rows.map((row) => ({
    down: labelOf(row[down.name], down, told, language),
    across: labelOf(row[across.name], across, told, language),
    value: numberOf(row[chart.value]),
    isHidden: isHidden(row[chart.value]),
  }));
};
