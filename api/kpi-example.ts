import type { DeclaredKpi } from "../db/declare/kpi.ts";
import { toCsv } from "./csv.ts";
import { nameOf, shownColumns } from "./kpi-schema.ts";

/** The example of an answer, as documents show it: as JSON, and as CSV of each kind. */
export type AnswerExample = { readonly json: object; readonly csv: string; readonly excel: string };

/** The example that a KPI declares, under the answer's names; undefined where it declares none. */
export function answerExample(kpi: DeclaredKpi, zone: string): AnswerExample | undefined {
  if (kpi.example === undefined) return undefined;
  const names = [...shownColumns(kpi).map((column) => nameOf(kpi, column)), ...(kpi.compared ? ["delta"] : [])];
  const data = kpi.example.rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, cell]) => [name === kpi.alias ? `${name}Alias` : name, cell] as const),
    ),
  );
  const isHidden = (cell: unknown) => typeof cell === "object" && cell !== null;
  return {
    json: {
      data,
      meta: {
        currency: "EUR",
        timezone: zone,
        dataAsOf,
        complete: true,
        assets: kpi.spec.deps.map((key) => ({ key, materialisationId: `${key}-2026-09-02`, watermark: dataAsOf })),
        suppressed: data.filter((row) => Object.values(row).some(isHidden)).length,
      },
      links: { next: null },
    },
    csv: toCsv(names, data, "standard"),
    excel: toCsv(names, data, "excel"),
  };
}

const dataAsOf = "2026-09-02T02:10:00.000Z";
