import { selectAssets } from "../../core/graph/selection.ts";
import type { DeployedGraph } from "../../db/declare/graph.ts";
import type { RunRequest } from "../run-job.ts";

/** What somebody asks to be run: a job's name, or a selection. */
export type AskedRun = { readonly target: string; readonly full: boolean; readonly who: string };

/** The run that is asked for: a job by its name, else a selection, proven before anything starts. Throws `graph.unknown-asset` and what the selection language throws. */
export function askedRun(
  { graph, zone }: Pick<DeployedGraph, "graph" | "zone">,
  { target, full, who }: AskedRun,
  ingestion: RunRequest["ingestion"],
): RunRequest {
  const isJob = graph.spec.jobs.some((job) => job.name === target);
  if (!isJob) selectAssets(graph, target);
  return { job: isJob ? target : "selection", selection: isJob ? null : target, full, zone, who, ingestion };
}
