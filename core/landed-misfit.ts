import { misfitRules, type MisfitRule } from "./cast/misfit-rules.ts";
import type { Json, Misfit } from "./landed-row.ts";
import type { TableSpec } from "./spec/asset.ts";

const rules: ReadonlySet<unknown> = new Set(misfitRules);

/** The misfit that a landed line tells, of a column that its table declares and a rule that there is; undefined of anything else. */
export function landedMisfit(table: Pick<TableSpec, "columns">, told: Json | undefined): Misfit | undefined {
  if (typeof told !== "object" || told === null || !("column" in told && "rule" in told)) return undefined;
  const { column, rule } = told;
  const declared = table.columns.find(({ name }) => name === column)?.name;
  return declared !== undefined && isRule(rule) && Object.keys(told).length === 2
    ? { column: declared, rule }
    : undefined;
}

const isRule = (word: unknown): word is MisfitRule => rules.has(word);
