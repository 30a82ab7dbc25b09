import { defineQuery, defineSignal } from "@temporalio/workflow";
import type { KeptEvaluation } from "../../core/automation/evaluation.ts";
import type { AutomationState } from "./automation.ts";

/** What the deployment says of the asset, told whenever a worker starts. */
export const declareSignal = defineSignal<[unknown?]>("declare");
/** A dep was materialised, or became late or fresh. */
export const depUpdatedSignal = defineSignal<[unknown?]>("depUpdated");
/** A run is about to work on the asset: automation leaves it to that run. */
export const claimSignal = defineSignal<[unknown?]>("claim");
/** A run's step on the asset ended. */
export const stepEndedSignal = defineSignal<[unknown?]>("stepEnded");
/** The condition as it is at an ISO instant (default: when the entity was last awake), and why; nothing is changed by it. */
export const explainQuery = defineQuery<Explanation, [string?]>("explain");

/** Why an asset is brought up to date by itself, or not. `tree` is null where it has no condition. */
export type Explanation = Pick<AutomationState, "inWork" | "waiting"> & {
  readonly now: KeptEvaluation | null;
  readonly paused: boolean;
  /** The last evaluation that counted. */
  readonly last: KeptEvaluation | null;
};
