import type { StepOutcome } from "./runs.ts";

/** Where a run is: ended assets with their outcome, assets being worked on, and how many there are. */
export type RunProgress = {
  readonly job: string;
  readonly total: number;
  readonly ended: readonly StepOutcome[];
  readonly running: readonly string[];
};
