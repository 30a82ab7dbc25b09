import { deployment } from "../../assets/index.ts";
import { unsound } from "../unsound.ts";
import { questions, rivalOwnName } from "./questions.ts";
import type { RawStatement } from "./raw-statements.ts";

/** The statements by which our side answers, from marts, for the other side to send: what is left is what serving costs. By the name under which it answers them. */
export const ownStatements = (): Readonly<Record<string, RawStatement>> =>
  Object.fromEntries(questions.map(({ kpi, values }) => [rivalOwnName(kpi), statementOf(kpi, values)]));

function statementOf(key: string, words: Readonly<Record<string, string>>): RawStatement {
  const kpi = deployment.kpis.find(({ spec }) => spec.key === key);
  if (kpi === undefined) throw unsound(`there is no KPI ${key}`);
  const range = { from: "$from", to: "$to", site: undefined };
  const { text, params } = kpi.statement(range, words, { after: undefined, most: kpi.rowsByDefault + 1 }).postgres;
  return { text, values: params };
}
