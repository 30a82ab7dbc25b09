import type { DeclaredAsset } from "./declared-graph.ts";

/** An asset that is stale, and those of its deps that are redone or stale themselves. */
export type StaleAsset = {
  readonly asset: string;
  readonly kind: DeclaredAsset["kind"];
  readonly because: readonly string[];
};

/** What depends on assets that are redone, directly or not; those redone are left out. */
export function staleAfter(redone: ReadonlySet<string>, assets: readonly DeclaredAsset[]): readonly StaleAsset[] {
  const reached = reachedFrom(redone, dependantsOf(assets));
  return assets
    .filter(({ key }) => reached.has(key) && !redone.has(key))
    .map(({ key, kind, deps }) => ({
      asset: key,
      kind,
      because: deps.filter((dep) => redone.has(dep) || reached.has(dep)),
    }));
}

type Dependants = ReadonlyMap<string, readonly string[]>;

function dependantsOf(assets: readonly DeclaredAsset[]): Dependants {
  const dependants = new Map<string, string[]>();
  for (const { key, deps } of assets)
    for (const dep of deps) {
      const known = dependants.get(dep);
      if (known === undefined) dependants.set(dep, [key]);
      else known.push(key);
    }
  return dependants;
}

function reachedFrom(keys: Iterable<string>, dependants: Dependants): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...keys];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop())
    for (const dependant of dependants.get(key) ?? []) {
      if (reached.has(dependant)) continue;
      reached.add(dependant);
      waiting.push(dependant);
    }
  return reached;
}
