import type { AssetGraph } from "../../core/graph/asset-graph.ts";
import { redo } from "../../core/run/redo.ts";
import type { RunRequest } from "../run-job.ts";
import type { RunDetail } from "./read-runs.ts";

/** A run to start, and assets that are left out since the graph has them no longer. */
export type Rerun = {
  readonly request: Omit<RunRequest, "ingestion" | "who" | "selection"> & { readonly selection: string };
  readonly removed: readonly string[];
};

/** The request that does a run again for the same logical instant, all of it or what it left. Throws as `redo`. */
export function rerunOf(graph: AssetGraph, { run, steps }: RunDetail, from: "beginning" | "failure"): Rerun {
  const { assets, removed } = redo(graph, { run, steps }, from);
  const { id: of, job, full, zone, attempt, logicalAt } = run;
  const rerun = { of, attempt: attempt + 1, logicalAt };
  return { request: { job, full, zone, selection: assets.join(" or "), rerun }, removed };
}
