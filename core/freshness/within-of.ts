import type { FreshnessSpec } from "../spec/asset.ts";

/** Milliseconds that an asset may be old, as entities that know no other promise are told; null without such a one. */
export const withinOf = (freshness: FreshnessSpec | undefined): number | null =>
  freshness?.kind === "within" ? freshness.ms : null;
