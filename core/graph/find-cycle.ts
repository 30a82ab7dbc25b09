import { depsOf, type AssetSpec } from "../spec/asset.ts";

/** The keys of one circle of dependencies, first key repeated at the end; undefined when there is none. */
export function findCycle(assets: readonly AssetSpec[]): readonly string[] | undefined {
  const byKey = new Map(assets.map((asset) => [asset.key, asset]));
  const done = new Set<string>();
  const walk = (key: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(key)) return [...path.slice(path.indexOf(key)), key];
    const asset = byKey.get(key);
    if (asset === undefined || done.has(key)) return undefined;
    for (const dep of depsOf(asset)) {
      const found = walk(dep, [...path, key]);
      if (found !== undefined) return found;
    }
    done.add(key);
    return undefined;
  };
  for (const key of byKey.keys()) {
    const found = walk(key, []);
    if (found !== undefined) return found;
  }
  return undefined;
}
