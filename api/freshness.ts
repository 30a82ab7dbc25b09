import { businessDay } from "../core/cast/zone.ts";
import { completeThrough } from "../core/graph/complete-through.ts";
import type { AssetMirror } from "../core/ports/database.ts";
import { freshnessOf } from "../core/freshness/freshness-of.ts";
import type { DeclaredKpi } from "../db/declare/kpi.ts";
import type { ApiDeps } from "./deps.ts";

const neverLoaded: Omit<AssetMirror, "asset"> = {
  landedThrough: null,
  loadedThrough: null,
  fence: 0,
  materialisationId: null,
  materialisedAt: null,
  rows: 0,
};

/**
 * Mirrors of the assets that a KPI reads, and of the tables behind them; undefined when one that it reads was never
 * built. A table whose load was verified is built even when it was empty. One read of the state.
 */
export async function mirrorsBehind(
  deps: Pick<ApiDeps, "deployed"> & { readonly database: Pick<ApiDeps["database"], "mirrors"> },
  kpi: DeclaredKpi,
): Promise<readonly AssetMirror[] | undefined> {
  const known = new Map((await deps.database.mirrors()).map((mirror) => [mirror.asset, mirror]));
  const isBuilt = (key: string): boolean => {
    const mirror = known.get(key);
    return mirror !== undefined && (mirror.materialisationId !== null || mirror.loadedThrough !== null);
  };
  if (!kpi.spec.deps.every(isBuilt)) return undefined;
  return behind(deps, kpi.spec.deps).map((asset) => known.get(asset) ?? { asset, ...neverLoaded });
}

function behind({ deployed: { graph } }: Pick<ApiDeps, "deployed">, keys: readonly string[]): readonly string[] {
  return [
    ...new Set(keys.flatMap((key) => (graph.asset(key).kind === "mart" ? [key, ...graph.upstream(key)] : [key]))),
  ];
}

/**
 * Up to when some assets are known complete, and whether each is: the least of their marks, since a mart that was not
 * rebuilt yet answers with what it was built from. An asset without a mark makes the answer incomplete and its age unknown.
 */
export const completeness = (
  { deployed: { graph } }: Pick<ApiDeps, "deployed">,
  mirrors: readonly AssetMirror[],
): { readonly dataAsOf: string | null; readonly complete: boolean } => ({
  dataAsOf: completeThrough(graph.spec, mirrors),
  complete: mirrors.every((mirror) => mirror.loadedThrough !== null),
});

/** The business day before which all days are known complete; undefined when the age of an asset is unknown. */
export function completeBefore(deps: Pick<ApiDeps, "deployed">, mirrors: readonly AssetMirror[]): string | undefined {
  const { dataAsOf } = completeness(deps, mirrors);
  return dataAsOf === null ? undefined : businessDay(dataAsOf, deps.deployed.zone);
}

/** Keys of the assets that are older than they promise to be. */
export function lateAssets(
  { deployed: { graph }, clock }: ApiDeps,
  mirrors: readonly AssetMirror[],
): readonly string[] {
  const now = clock.now().getTime();
  return mirrors
    .filter(({ asset, loadedThrough }) => freshnessOf(graph.asset(asset), loadedThrough, now) === "late")
    .map(({ asset }) => asset);
}
