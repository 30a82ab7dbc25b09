import { compareAssets, changedNames, type AssetChange } from "./compare-assets.ts";
import type { DeclaredAsset, DeclaredGraph, DeclaredWords } from "./declared-graph.ts";
import { staleAfter, type StaleAsset } from "./stale-after.ts";
import { wordChange } from "./word-change.ts";

/** What changes of something that is no asset. */
export type NamedChange = {
  readonly name: string;
  readonly change: "added" | "changed" | "removed";
  readonly how: readonly string[];
};

/** What a deployment would change, and which assets it would leave stale. */
export type GraphChanges = {
  readonly assets: readonly AssetChange[];
  /** What depends, however far, on what is read or built anew, and is not itself. */
  readonly stale: readonly StaleAsset[];
  readonly jobs: readonly NamedChange[];
  readonly kpis: readonly NamedChange[];
  readonly sources: readonly NamedChange[];
};

/** Compare the deployed declarations with the code's. */
export function compareGraphs(deployed: DeclaredGraph, code: DeclaredGraph): GraphChanges {
  const before = byKey(deployed.assets);
  const after = byKey(code.assets);
  const keys = [...after.keys(), ...[...before.keys()].filter((key) => !after.has(key))];
  const assets = keys.flatMap((key) => compareAssets(before.get(key), after.get(key)) ?? []);
  const redone = new Set(assets.filter(({ redo }) => redo).map(({ asset }) => asset));
  return {
    assets,
    stale: staleAfter(redone, code.assets),
    jobs: compareNamed(deployed.jobs, code.jobs),
    kpis: compareNamed(deployed.kpis, code.kpis),
    sources: compareNamed(deployed.sources, code.sources),
  };
}

const byKey = (assets: readonly DeclaredAsset[]): ReadonlyMap<string, DeclaredAsset> =>
  new Map(assets.map((asset) => [asset.key, asset]));

type Named = Readonly<Record<string, DeclaredWords>>;

const compareNamed = (before: Named, after: Named): readonly NamedChange[] =>
  changedNames(before, after).map((name) => {
    const [old, next] = [before[name], after[name]];
    if (old === undefined) return { name, change: "added", how: [] };
    if (next === undefined) return { name, change: "removed", how: [] };
    const how = changedNames(old, next).map((word) => wordChange(word, old[word], next[word]));
    return { name, change: "changed", how };
  });
