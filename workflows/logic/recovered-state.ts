import type { RecoveredAsset } from "../../activities/recover-asset.ts";
import type { Incident } from "../../core/automation/incident.ts";
import { emptyState, type AssetStateV1 } from "../contracts/state.ts";
import { declare, withAutomation } from "./automation.ts";
import { announced } from "./outbox.ts";

/** What an entity starts from that lost its state; fresh since its last success, since `now` where none is known. One that was late or failing still is, until it has a success; where nobody was told, somebody is. */
export function recoveredState(asset: string, recovered: RecoveredAsset, now: Date): AssetStateV1 {
  const { declared, updates = {}, seen = {}, pending = {}, incident, ...known } = recovered;
  const state = { ...emptyState(asset), freshAt: now.toISOString(), ...known };
  if (declared === undefined) return state;
  const deps = withAutomation(declare(state, declared, now), (automation) => ({
    ...automation,
    updates,
    seen,
    pending,
  }));
  return incident === undefined ? deps : inIncident(deps, incident);
}

function inIncident(state: AssetStateV1, incident: Incident): AssetStateV1 {
  const opened = { id: `${incident.id}/opened`, event: "opened", incident } as const;
  const isUntold = incident.toldAt === null && state.automation?.declared.alerts === true;
  return {
    ...state,
    incident,
    ...(incident.health === "late" ? { freshAt: new Date(0).toISOString() } : { failing: true, failure: incident.why }),
    ...(isUntold && { outbox: announced(state.outbox, opened) }),
  };
}
