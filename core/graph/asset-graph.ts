import { SillageError } from "../errors.ts";
import { nearNames } from "../near-names.ts";
import { fingerprint } from "../fingerprint.ts";
import { depsOf, type AssetSpec } from "../spec/asset.ts";
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
  return {
    spec,
    assets,
    asset: find,
    upstream: (key) => depsOf(find(key)),
    downstream: (key) => assets.filter((asset) => depsOf(asset).includes(key)).map((asset) => asset.key),
    hash: fingerprint(JSON.stringify(spec)),
  };
}

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

function inOrder(all: readonly AssetSpec[], find: (key: string) => AssetSpec): readonly AssetSpec[] {
  const ordered = new Map<string, AssetSpec>();
  const visit = (asset: AssetSpec): void => {
    if (ordered.has(asset.key)) return;
    for (const key of depsOf(asset)) visit(find(key));
    ordered.set(asset.key, asset);
  };
  for (const asset of all) visit(asset);
  return [...ordered.values()];
}
