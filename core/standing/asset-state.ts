import type { Incident } from "../automation/incident.ts";
import { freshnessOf } from "../freshness/freshness-of.ts";
import type { Pause } from "../ports/audit.ts";
import type { AssetMirror } from "../ports/database.ts";
import type { AssetSpec } from "../spec/asset.ts";

/** How an asset stands, the word that rules first. `loaded`: it promises no freshness. */
export const assetStates = ["paused", "failing", "late", "warned", "fresh", "loaded", "never"] as const;

/** One of them. */
export type AssetState = (typeof assetStates)[number];

/** An incident that lasts. */
export type OpenIncident = Pick<Incident, "health" | "why" | "openedAt">;

/** What our tables say of an asset beside how old it is. */
export type AssetTroubles = {
  /** Who holds it, and why. */
  readonly pause: Pause | null;
  readonly incident: OpenIncident | null;
  /** Its declared checks that failed when they were last measured, a phrase each: those that block, and those that warn. */
  readonly blocked: readonly string[];
  readonly warned: readonly string[];
  /** The run in which its last step failed; null where that went well. */
  readonly failedIn: string | null;
};

/** How an asset stands at an instant (milliseconds), as our tables say: they follow its entity, which rules. */
export function assetState(
  asset: AssetSpec,
  mirror: AssetMirror | undefined,
  { pause, incident, blocked, warned, failedIn }: AssetTroubles,
  now: number,
): AssetState {
  if (pause !== null) return "paused";
  // An incident keeps the word that it was opened with, whatever goes wrong after.
  if (incident?.health === "failing" || blocked.length > 0 || (incident !== null && failedIn !== null))
    return "failing";
  const freshness = freshnessOf(asset, mirror?.loadedThrough ?? null, now);
  if (incident !== null || freshness === "late") return "late";
  if (warned.length > 0) return "warned";
  if (mirror === undefined || (mirror.materialisationId === null && mirror.loadedThrough === null)) return "never";
  return freshness ?? "loaded";
}
