import type { RecoveredAsset } from "../../activities/recover-asset.ts";
import type { Incident } from "../../core/automation/incident.ts";
import { emptyState, type AssetStateV1 } from "../contracts/state.ts";
import { declare, withAutomation } from "./automation.ts";
import { announced } from "./outbox.ts";

/** What an entity starts from that lost its state; its data is as old as was found, of `now` where nobody knows. One that was late or failing still is, until it has a success, or what it is loaded through says otherwise; where nobody was told, somebody is. */
export function recoveredState(asset: string, recovered: RecoveredAsset, now: Date): AssetStateV1 {
  const { declared, updates = {}, seen = {}, pending = {}, incident, ageMs, ...known } = recovered;
  const counted = ageMs != null && { freshAt: new Date(now.getTime() - ageMs).toISOString() };
  const state = { ...emptyState(asset), freshAt: now.toISOString(), ...known, ...counted };
  if (declared === undefined) return state;
  const deps = withAutomation(declare(state, declared, now), (automation) => ({
    ...automation,
    updates,
    seen,
    pending,
  }));
  if (incident === undefined) return deps;
  return inIncident(deps, incident, ageMs != null && state.loadedThrough !== null ? state.freshAt : neverFresh);
}

const neverFresh = new Date(0).toISOString();

function inIncident(state: AssetStateV1, incident: Incident, freshAt: string | null): AssetStateV1 {
  const opened = { id: `${incident.id}/opened`, event: "opened", incident } as const;
  const isUntold = incident.toldAt === null && state.automation?.declared.alerts === true;
  return {
    ...state,
    incident,
    ...(incident.health === "late" ? { freshAt } : { failing: true, failure: incident.why }),
    ...(isUntold && { outbox: announced(state.outbox, opened) }),
  };
}
