import type { RecoveredAsset } from "../../activities/recover-asset.ts";
import type { AssetStateV1 } from "../contracts/state.ts";
import { emptyState } from "../contracts/state.ts";
import { declare, withAutomation } from "./automation.ts";

/** What an entity starts from that lost its state. One that was late or failing still is, until it has a success. */
export function recoveredState(asset: string, recovered: RecoveredAsset, now: Date): AssetStateV1 {
  const { declared, updates = {}, seen = {}, pending = {}, incident = null, ...known } = recovered;
  const freshAt = incident?.health === "late" ? new Date(0).toISOString() : now.toISOString();
  const state = { ...emptyState(asset), ...known, freshAt, incident };
  const failing = incident?.health === "failing" ? { failing: true, failure: incident.why } : {};
  if (declared === undefined) return state;
  return withAutomation({ ...declare(state, declared, now), ...failing }, (automation) => ({
    ...automation,
    updates,
    seen,
    pending,
  }));
}
