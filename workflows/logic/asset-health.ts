import { noFailedChecks } from "../../core/check/check-result.ts";
import type { AssetStateV1, Health } from "../contracts/state.ts";

/** How an asset fares at `now`, and after how many milliseconds it becomes late if nothing happens (null: never). */
export function assetHealth(
  { paused, failing, freshAt, freshWithinMs, checks = noFailedChecks, drift = {} }: AssetStateV1,
  now: Date,
): { readonly health: Health; readonly lateInMs: number | null } {
  if (paused) return { health: "paused", lateInMs: null };
  if (failing || checks.blocked.length > 0 || Object.keys(drift).length > 0)
    return { health: "failing", lateInMs: null };
  const onTime = checks.warned.length > 0 ? "warned" : "ok";
  if (freshAt === null || freshWithinMs === null) return { health: onTime, lateInMs: null };
  const left = Date.parse(freshAt) + freshWithinMs - now.getTime();
  return left > 0 ? { health: onTime, lateInMs: left } : { health: "late", lateInMs: null };
}
