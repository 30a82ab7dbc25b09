import type { AssetSpec } from "../spec/asset.ts";
import type { FreshnessPromise } from "./late-at.ts";

/** What an asset promises of its freshness; null where it promises nothing. A mart's days count, once they are over. */
export function promiseOf(asset: AssetSpec): FreshnessPromise | null {
  const { freshness } = asset;
  if (freshness === undefined || freshness.kind === "by") return freshness ?? null;
  return { ...freshness, zone: asset.kind === "mart" ? asset.partitions.zone : null };
}
