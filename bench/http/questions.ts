import { addDays } from "../../api/compare.ts";
import { history } from "./made-sales.ts";

/** A KPI that both sides are asked, with the words of its parameters; the API's own defaults but for those. */
export type BenchQuestion = {
  readonly kpi: string;
  readonly what: string;
  readonly values: Readonly<Record<string, string>>;
};
/** A half-open range of days. */
export type Days = { readonly from: string; readonly to: string };

/** The three that are compared. */
export const questions: readonly BenchQuestion[] = [
  { kpi: "revenue", what: "turnover", values: { grain: "day" } },
  { kpi: "revenue-by-territory", what: "turnover by département of the base", values: { level: "departement" } },
  { kpi: "top-clients", what: "the ten best clients", values: {} },
];

/** The last week of the history. */
export const lastWeek: Days = { from: addDays(history.to, -7), to: history.to };
/** One of many weeks, by its number. */
export const someWeek = (at: number): Days => {
  const from = addDays(history.from, (at * 13) % (history.days - 7));
  return { from, to: addDays(from, 7) };
};
/** The whole history. */
export const everything: Days = { from: history.from, to: history.to };

/** Where our API answers a question. */
export const pathOf = ({ kpi, values }: BenchQuestion, { from, to }: Days): string =>
  `/api/v1/kpi/${kpi}?${new URLSearchParams({ ...values, from, to }).toString()}`;

/** Where the other side answers the statement of a name. */
export const rivalPathOf = (name: string, { from, to }: Days): string => `/${name}?from=${from}&to=${to}`;
/** The name of our own statement there; a KPI's name alone is that of the statement over the tables. */
export const rivalOwnName = (kpi: string): string => `own-${kpi}`;
