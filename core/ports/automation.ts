import type { Incident } from "../automation/incident.ts";
import type { KeptEvaluation } from "../automation/evaluation.ts";

/** What entities keep of their decisions and incidents: who asks why, and a lost entity, read it. */
export type AutomationPort = {
  /** Keep an evaluation, the last 500 of an asset. Told again, it replaces itself. */
  readonly keepEvaluation: (evaluation: KeptEvaluation) => Promise<void>;
  /** The last evaluation of an asset up to an ISO instant; undefined where none is kept. */
  readonly evaluationAt: (asset: string, at: string) => Promise<KeptEvaluation | undefined>;
  /** Keep how an incident stands, the last 100 of an asset. An incident that was closed, or told, stays so. */
  readonly keepIncident: (incident: Incident) => Promise<void>;
  /** The last 100 incidents: of an asset, or of all; newest first. */
  readonly incidents: (asset: string | null) => Promise<readonly Incident[]>;
};
