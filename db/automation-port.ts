import type { AutomationPort } from "../core/ports/automation.ts";
import type { Incident } from "../core/automation/incident.ts";
import type { KeptEvaluation } from "../core/automation/evaluation.ts";
import type { Session } from "./record-entry.ts";

/** What a dialect says for conditions and incidents. `instant` is an ISO instant as its parameters take one. */
export type AutomationStatements = {
  readonly automation: Readonly<
    Record<
      "keepEvaluation" | "compactEvaluations" | "evaluationAt" | "keepIncident" | "compactIncidents" | "incidents",
      string
    >
  >;
  readonly instant: (iso: string) => string;
};

/** An evaluation's row: its tree is JSON. */
type StoredEvaluation = Omit<KeptEvaluation, "tree"> & { readonly tree: string };

/** Evaluations of conditions and incidents, one row each, in a dialect's statements. */
export const automationPort = (sql: Session, { automation, instant }: AutomationStatements): AutomationPort => ({
  async keepEvaluation({ asset, at, run, tree }) {
    await sql.query(automation.keepEvaluation, [asset, instant(at), run, JSON.stringify(tree)]);
    await sql.query(automation.compactEvaluations, [asset]);
  },
  async evaluationAt(asset, at) {
    const [row] = await sql.query<StoredEvaluation>(automation.evaluationAt, [asset, instant(at)]);
    return row && { ...row, tree: JSON.parse(row.tree) };
  },
  async keepIncident({ id, asset, health, why, openedAt, closedAt, toldAt }) {
    const [closed, told] = [closedAt, toldAt].map((at) => (at === null ? null : instant(at)));
    await sql.query(automation.keepIncident, [id, asset, health, why, instant(openedAt), closed, told]);
    await sql.query(automation.compactIncidents, [asset]);
  },
  incidents: (asset) => sql.query<Incident>(automation.incidents, [asset]),
});
