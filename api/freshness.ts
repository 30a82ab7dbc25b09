import type { AssetMirror } from "../core/ports/database.ts";
import { freshnessOf } from "../core/spec/freshness-of.ts";
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
export async function mirrorsBehind(deps: ApiDeps, kpi: DeclaredKpi): Promise<readonly AssetMirror[] | undefined> {
  const known = new Map((await deps.database.mirrors()).map((mirror) => [mirror.asset, mirror]));
  const isBuilt = (key: string): boolean => {
    const mirror = known.get(key);
    return mirror !== undefined && (mirror.materialisationId !== null || mirror.loadedThrough !== null);
  };
  if (!kpi.spec.deps.every(isBuilt)) return undefined;
  return behind(deps, kpi.spec.deps).map((asset) => known.get(asset) ?? { asset, ...neverLoaded });
}

function behind({ deployed: { graph } }: ApiDeps, keys: readonly string[]): readonly string[] {
  return [
    ...new Set(keys.flatMap((key) => (graph.asset(key).kind === "mart" ? [key, ...graph.upstream(key)] : [key]))),
  ];
}

/**
 * Up to when every table of some assets is known complete, and whether each is. A table without a verified load makes
 * the answer incomplete and its age unknown. Reference tables that promise no freshness age no answer, unless there is
 * no other.
 */
export function completeness(
  { deployed: { graph } }: Pick<ApiDeps, "deployed">,
  mirrors: readonly AssetMirror[],
): { readonly dataAsOf: string | null; readonly complete: boolean } {
  const tables = mirrors.filter((mirror) => graph.asset(mirror.asset).kind === "table");
  const complete = tables.every((mirror) => mirror.loadedThrough !== null);
  if (!complete) return { dataAsOf: null, complete };
  const ageing = tables.filter((mirror) => graph.asset(mirror.asset).freshness !== undefined);
  return { dataAsOf: oldest(ageing.length > 0 ? ageing : tables), complete };
}

const oldest = (mirrors: readonly AssetMirror[]): string | null =>
  mirrors.flatMap((mirror) => mirror.loadedThrough ?? []).toSorted()[0] ?? null;

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
