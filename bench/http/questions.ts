import { addDays } from "../../api/compare.ts";
import { deployment } from "../../assets/index.ts";
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

/** The last week, one of many weeks, and everything. */
export const lastWeek: Days = { from: addDays(history.to, -7), to: history.to };
export const someWeek = (at: number): Days => {
  const from = addDays(history.from, (at * 13) % (history.days - 7));
  return { from, to: addDays(from, 7) };
};
export const everything: Days = { from: history.from, to: history.to };

/** Where our API answers a question. */
export const pathOf = ({ kpi, values }: BenchQuestion, { from, to }: Days): string =>
  `/api/v1/kpi/${kpi}?${new URLSearchParams({ ...values, from, to }).toString()}`;

/** Where the other side does, with the very statement that our API sends. */
export const rivalPathOf = ({ kpi }: BenchQuestion, { from, to }: Days): string => `/${kpi}?from=${from}&to=${to}`;

/** The statements that our API sends, by KPI; the range is named where it stands among the parameters. */
export function statementsOf(): Readonly<
  Record<string, { readonly text: string; readonly values: readonly unknown[] }>
> {
  const range = { from: "2025-01-01", to: "2025-01-08", site: undefined };
  const named = new Map<unknown, string>([
    [range.from, "$from"],
    [range.to, "$to"],
  ]);
  return Object.fromEntries(
    questions.map(({ kpi: key, values }) => {
      const kpi = deployment.kpis.find(({ spec }) => spec.key === key);
      if (kpi === undefined) throw new Error(`There is no KPI ${key}.`);
      const { text, params } = kpi.statement(range, values, { after: undefined, most: kpi.rowsByDefault + 1 }).postgres;
      return [key, { text, values: params.map((value) => named.get(value) ?? value) }];
    }),
  );
}
