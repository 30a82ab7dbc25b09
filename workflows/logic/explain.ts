import { evaluateCondition } from "../../core/condition/evaluate-condition.ts";
import type { Explanation } from "../contracts/automation-messages.ts";
import type { AssetStateV1 } from "../contracts/state.ts";
import { factsOf } from "./look.ts";

/** Why an asset is brought up to date by itself at an instant, or not, from what its entity knows. */
export function explain(state: AssetStateV1, now: Date): Explanation {
  const { automation, asset, paused } = state;
  const condition = automation?.declared.automation ?? null;
  if (automation === null || condition === null) return { now: null, inWork: [], waiting: false, paused, last: null };
  const { tree } = evaluateCondition(condition, factsOf(state, automation, now), automation.memory);
  const { inWork, waiting, last } = automation;
  return { now: { asset, at: now.toISOString(), run: null, tree }, inWork, waiting, paused, last };
}
