import { SillageError } from "../core/errors.ts";
import type { AssetGraph } from "../core/graph/asset-graph.ts";
import type { MartSpec, TableSpec } from "../core/spec/asset.ts";

/** The table of that key. Throws `graph.not-a-table`. */
export function tableOf(graph: AssetGraph, key: string): TableSpec {
  const asset = graph.asset(key);
  if (asset.kind !== "table")
    throw new SillageError({
      code: "graph.not-a-table",
      message: `"${key}" is a ${asset.kind}, not a table.`,
      fix: "Name a table of the graph.",
    });
  return asset;
}

/** The mart of that key. Throws `graph.not-a-mart`. */
export function martOf(graph: AssetGraph, key: string): MartSpec {
  const asset = graph.asset(key);
  if (asset.kind !== "mart")
    throw new SillageError({
      code: "graph.not-a-mart",
      message: `"${key}" is a ${asset.kind}, not a mart.`,
      fix: "Name a mart of the graph.",
    });
  return asset;
}
