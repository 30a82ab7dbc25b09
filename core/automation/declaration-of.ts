import type { FreshnessPromise } from "../freshness/late-at.ts";
import { promiseOf } from "../freshness/promise-of.ts";
import type { AssetGraph } from "../graph/asset-graph.ts";
import { depsOf } from "../spec/asset.ts";
import type { ConditionSpec } from "../spec/condition.ts";

/** What a deployment says of an asset to its entity: data, so that no later declaration touches a history. */
export type AssetDeclaration = {
  /** Null: it is brought up to date by runs alone. */
  readonly automation: ConditionSpec | null;
  /** What its condition looks at; none where it has no condition. */
  readonly deps: readonly string[];
  /** Those of its dependants that have a condition: they are told when it changes. */
  readonly dependants: readonly string[];
  readonly promise: FreshnessPromise | null;
  /** The graph no longer declares the asset; absent where it does. */
  readonly removed?: true;
  /** Whether incidents are told to somebody. */
  readonly alerts: boolean;
  /** What starts an ingestion in runs that it asks for. */
  readonly ingestion: "run" | "event";
};

/** What a graph says of an asset, in a deployment that is set so. Throws `graph.unknown-asset`. */
export function declarationOf(
  graph: AssetGraph,
  key: string,
  set: Pick<AssetDeclaration, "alerts" | "ingestion">,
): AssetDeclaration {
  const asset = graph.asset(key);
  return {
    automation: asset.automation ?? null,
    deps: asset.automation === undefined ? [] : depsOf(asset),
    dependants: graph.downstream(key).filter((other) => graph.asset(other).automation !== undefined),
    promise: promiseOf(asset),
    ...set,
  };
}
