import { noFailedChecks } from "../../core/check/check-result.ts";
import { lateFrom } from "../../core/freshness/late-from.ts";
import type { AssetStateV1, Health } from "../contracts/state.ts";

/** How an asset fares at `now`, and after how many milliseconds it becomes late if nothing happens (null: never). */
export function assetHealth(
  state: AssetStateV1,
  now: Date,
): { readonly health: Health; readonly lateInMs: number | null } {
  if (state.automation?.declared.removed === true) return { health: "removed", lateInMs: null };
  const { paused, failing, checks = noFailedChecks, drift = {}, failedUpkeep = [] } = state;
  if (paused) return { health: "paused", lateInMs: null };
  if (failing || failedUpkeep.length + checks.blocked.length + Object.keys(drift).length > 0)
    return { health: "failing", lateInMs: null };
  const onTime = checks.warned.length > 0 ? "warned" : "ok";
  const late = entityLateFrom(state);
  if (late === null) return { health: onTime, lateInMs: null };
  const left = late - now.getTime();
  return left > 0 ? { health: onTime, lateInMs: left } : { health: "late", lateInMs: null };
}

/** When it becomes late without a further success, in milliseconds; null: never. */
export const entityLateFrom = ({ automation, freshAt }: AssetStateV1): number | null =>
  lateFrom(automation?.declared.promise ?? null, freshAt);
