import { SillageError } from "../errors.ts";
import { nearNames } from "../near-names.ts";
import { fingerprint } from "../fingerprint.ts";
import { whenAsked } from "../when-asked.ts";
import { depsOf, type AssetSpec } from "../spec/asset.ts";
import { withoutDocs } from "../spec/column.ts";
import type { GraphSpec } from "../spec/graph.ts";
import { definitionProblems } from "./definition-problems.ts";
import { definitionError } from "./definition-error.ts";

/** A validated graph: assets in dependency order, and who depends on whom. */
export type AssetGraph = {
  readonly spec: GraphSpec;
  /** Tables and marts, every one after what it depends on. */
  readonly assets: readonly AssetSpec[];
  /** Throws `graph.unknown-asset`. */
  readonly asset: (key: string) => AssetSpec;
  /** Keys an asset depends on directly: a table on its lookups, a mart on its deps. Throws `graph.unknown-asset`. */
  readonly upstream: (key: string) => readonly string[];
  readonly downstream: (key: string) => readonly string[];
  /** Fingerprint of every declaration. */
  readonly hash: string;
};

/** Validate declarations and order them. Throws `graph.invalid` with every problem at once. */
export function assetGraph(spec: GraphSpec): AssetGraph {
  const problems = definitionProblems(spec);
  if (problems.length > 0) throw definitionError(problems);
  const byKey = new Map<string, AssetSpec>([...spec.tables, ...spec.marts].map((asset) => [asset.key, asset]));
  const find = (key: string): AssetSpec => byKey.get(key) ?? unknownAsset(key, [...byKey.keys()]);
  const assets = inOrder([...byKey.values()], find);
  const dependants = dependantsOf(assets);
  const hash = whenAsked(() => fingerprint(JSON.stringify(undescribed(spec))));
  return {
    spec,
    assets,
    asset: find,
    upstream: (key) => depsOf(find(key)),
    downstream: (key) => dependants.get(key) ?? [],
    get hash() {
      return hash();
    },
  };
}

/** What people are told of a column changes no version of a graph. */
const undescribed = ({ tables, marts, ...others }: GraphSpec) => ({
  ...others,
  tables: tables.map((table) => ({ ...table, columns: withoutDocs(table.columns) })),
  marts: marts.map((mart) => ({ ...mart, columns: withoutDocs(mart.columns) })),
});

function unknownAsset(key: string, known: readonly string[]): never {
  const near = nearNames(key, known);
  throw new SillageError({
    code: "graph.unknown-asset",
    message: `There is no asset "${key}".`,
    fix:
      near.length === 0
        ? `Choose among ${known.join(", ")}.`
        : `Did you mean ${near.join(" or ")}? \`sillage assets list\` names all.`,
  });
}

/** Every asset after its deps, without recursion: a chain may be as long as the graph. */
function inOrder(all: readonly AssetSpec[], find: (key: string) => AssetSpec): readonly AssetSpec[] {
  const ordered = new Map<string, AssetSpec>();
  const waiting = all.toReversed();
  for (let asset = waiting.at(-1); asset !== undefined; asset = waiting.at(-1)) {
    const before = ordered.has(asset.key) ? [] : depsOf(asset).filter((key) => !ordered.has(key));
    if (before.length > 0) waiting.push(...before.toReversed().map(find));
    else {
      waiting.pop();
      ordered.set(asset.key, asset);
    }
  }
  return [...ordered.values()];
}

/** Keys of those that depend on each asset directly, in dependency order. */
function dependantsOf(assets: readonly AssetSpec[]): ReadonlyMap<string, readonly string[]> {
  const dependants = new Map<string, string[]>(assets.map(({ key }) => [key, []]));
  for (const asset of assets) for (const dep of new Set(depsOf(asset))) dependants.get(dep)?.push(asset.key);
  return dependants;
}
