import type { Incident } from "../../core/automation/incident.ts";
import type { Notice } from "../../core/ports/alerts.ts";
import type { AssetStateV1, Health } from "../contracts/state.ts";
import { announced, recorded } from "./outbox.ts";

/** What becomes of an asset's incident as its health is now: it opens with the first sign, goes on whatever else is wrong, and is over when the asset is well, or no longer declared. A pause leaves it open. */
export function withIncident(state: AssetStateV1, health: Health, now: Date): AssetStateV1 {
  if (state.automation === null || health === "paused") return state;
  if (health === "late" || health === "failing")
    return state.incident === null ? changed(state, opened(state, health, now), "opened") : state;
  if (state.incident === null) return state;
  const closed = { ...state.incident, closedAt: now.toISOString() };
  return { ...changed(state, closed, health === "removed" ? "removed" : "recovered"), incident: null };
}

function changed(state: AssetStateV1, incident: Incident, event: Notice["event"]): AssetStateV1 {
  const outbox = recorded(state.outbox, { kind: "incident", incident });
  const notice = { id: `${incident.id}/${event}`, event, incident };
  const isTold = state.automation?.declared.alerts === true;
  return { ...state, incident, outbox: isTold ? announced(outbox, notice) : outbox };
}

const opened = (state: AssetStateV1, health: Incident["health"], now: Date): Incident => ({
  id: `${state.asset}/${now.toISOString()}`,
  asset: state.asset,
  health,
  why: health === "late" ? lateWhy(state) : failingWhy(state),
  openedAt: now.toISOString(),
  closedAt: null,
  toldAt: null,
});

const lateWhy = ({ freshAt, loadedThrough }: AssetStateV1): string =>
  loadedThrough === null ? `It had no success since ${freshAt ?? "it was declared"}.` : `Its data is as of ${freshAt}.`;

function failingWhy({ checks, drift = {}, failing, failure, failedUpkeep = [] }: AssetStateV1): string {
  const [blocked] = checks?.blocked ?? [];
  if (blocked !== undefined) return `Its check ${blocked} failed.`;
  const [refused] = Object.values(drift);
  if (refused !== undefined) return refused;
  const [upkeep] = failedUpkeep;
  if (!failing && upkeep !== undefined) return upkeep.why;
  return failing && failure != null ? failure : "Its last pass failed.";
}

/** Somebody was told of an incident: it is remembered where it still lasts, and kept. */
export function told(state: AssetStateV1, id: string, now: Date): AssetStateV1 {
  if (state.incident === null || state.incident.id !== id) return state;
  const incident = { ...state.incident, toldAt: now.toISOString() };
  return { ...state, incident, outbox: recorded(state.outbox, { kind: "incident", incident }) };
}
