import type { TablePart } from "../spec/asset.ts";
import { selectAssets } from "./selection.ts";
import type { AssetGraph } from "./asset-graph.ts";

/** One step of a run: `after` names steps of the same plan that come first. */
export type PlanStep = {
  readonly asset: string;
  readonly kind: "table" | "mart";
  readonly source: string | null;
  readonly after: readonly string[];
  /** A table with checks, which are measured after it. */
  readonly checked?: true;
  /** An asset with a condition: its entity leaves it to the run that works on it. */
  readonly automated?: true;
  /** What is done with a table; absent: all there is. */
  readonly parts?: readonly TablePart[];
};

/** What one run walks: plain data, carried in the run's history. */
export type Plan = {
  readonly v: 1;
  readonly job: string;
  readonly graphHash: string;
  readonly steps: readonly PlanStep[];
  /** Entities of assets whose step failed are told. */
  readonly tells?: true;
  /** How cursors are asked for; absent in plans of before there was a choice: by activities alone. */
  readonly cursors?: "at-once";
};

/** The plan of a selection, its steps in dependency order; of a job that does some parts alone, with these. Throws as `selectAssets`. */
export function planOf(graph: AssetGraph, job: string, selection: string): Plan {
  const keys = selectAssets(graph, selection);
  const chosen = new Set(keys);
  const parts = graph.spec.jobs.find(({ name }) => name === job)?.parts;
  const steps = keys.map((key): PlanStep => {
    const asset = graph.asset(key);
    return {
      asset: key,
      kind: asset.kind,
      source: asset.kind === "table" ? asset.source : null,
      after: graph.upstream(key).filter((dep) => chosen.has(dep)),
      ...(asset.kind === "table" && asset.checks.length > 0 && { checked: true }),
      ...(asset.automation !== undefined && { automated: true }),
      ...(asset.kind === "table" && parts !== undefined && { parts }),
    };
  });
  return { v: 1, job, graphHash: graph.hash, steps };
}
