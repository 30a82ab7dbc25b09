import { depsOf, type AssetSpec } from "../spec/asset.ts";

/** An asset on the way from one to another, and those of its deps that are still to be followed. */
type Stop = { readonly key: string; readonly left: string[] };

/** The keys of one circle of dependencies, first key repeated at the end; undefined when there is none. */
export function findCycle(assets: readonly AssetSpec[]): readonly string[] | undefined {
  const byKey = new Map(assets.map((asset) => [asset.key, asset]));
  const depsFrom = (key: string): string[] => {
    const asset = byKey.get(key);
    return asset === undefined ? [] : depsOf(asset).toReversed();
  };
  const done = new Set<string>();
  for (const { key } of assets) {
    const cycle = done.has(key) ? undefined : cycleFrom({ key, left: depsFrom(key) }, depsFrom, done);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/** Follow deps one after another, without recursion: a chain may be as long as the graph. */
function cycleFrom(first: Stop, depsFrom: (key: string) => string[], done: Set<string>): readonly string[] | undefined {
  const path: Stop[] = [first];
  const onPath = new Set([first.key]);
  for (let stop = path.at(-1); stop !== undefined; stop = path.at(-1)) {
    const dep = stop.left.pop();
    if (dep === undefined) {
      path.pop();
      onPath.delete(stop.key);
      done.add(stop.key);
    } else if (onPath.has(dep)) {
      const keys = path.map(({ key }) => key);
      return [...keys.slice(keys.indexOf(dep)), dep];
    } else if (!done.has(dep)) {
      path.push({ key: dep, left: depsFrom(dep) });
      onPath.add(dep);
    }
  }
  return undefined;
}
