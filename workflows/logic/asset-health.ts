import type { AssetStateV1, Health } from "../contracts/state.ts";

/** How an asset fares at `now`, and after how many milliseconds it becomes late if nothing happens (null: never). */
export function assetHealth(
  { paused, failing, freshAt, freshWithinMs }: AssetStateV1,
  now: Date,
): { readonly health: Health; readonly lateInMs: number | null } {
  if (paused) return { health: "paused", lateInMs: null };
  if (failing) return { health: "failing", lateInMs: null };
  if (freshAt === null || freshWithinMs === null) return { health: "ok", lateInMs: null };
  const left = Date.parse(freshAt) + freshWithinMs - now.getTime();
  return left > 0 ? { health: "ok", lateInMs: left } : { health: "late", lateInMs: null };
}
