import type { Evaluated } from "../condition/facts.ts";

/** What became of a condition that was looked at: nothing, since it did not hold; a run; or nothing, since its run was there already. */
export type KeptEvaluation = {
  readonly asset: string;
  /** ISO instant. */
  readonly at: string;
  /** The run that was started for it, null for none. */
  readonly run: string | null;
  readonly tree: Evaluated;
};
