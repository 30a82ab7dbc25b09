import type { KeptEvaluation } from "./evaluation.ts";
import type { Incident } from "./incident.ts";

/** A row that an entity has kept. */
export type AutomationRecord =
  | { readonly kind: "evaluation"; readonly evaluation: KeptEvaluation }
  | { readonly kind: "incident"; readonly incident: Incident };
