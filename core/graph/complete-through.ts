import type { AssetMirror } from "../ports/database.ts";
import type { GraphSpec } from "../spec/graph.ts";

/** How far one asset is loaded, or was built from what was loaded. */
export type AssetMark = Pick<AssetMirror, "asset" | "loadedThrough">;
type Assets = Pick<GraphSpec, "tables" | "marts">;

/**
 * Up to when some assets are all complete: the least of their marks, an ISO instant; null when that of one is unknown.
 * Reference tables that promise no freshness age nothing, nor do marts over them alone, unless there is no other.
 */
export function completeThrough(spec: Assets, marks: readonly AssetMark[]): string | null {
  if (marks.some(({ loadedThrough }) => loadedThrough === null)) return null;
  const ageing = marks.filter(({ asset }) => ages(spec, asset));
  const counting = (ageing.length > 0 ? ageing : marks).map(({ loadedThrough }) => loadedThrough);
  return counting.filter((mark) => mark !== null).toSorted()[0] ?? null;
}

function ages(spec: Assets, key: string): boolean {
  const mart = spec.marts.find((candidate) => candidate.key === key);
  if (mart !== undefined) return mart.deps.some((dep) => ages(spec, dep.key));
  return spec.tables.find((table) => table.key === key)?.freshness !== undefined;
}
