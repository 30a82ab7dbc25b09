import type { AssetGraph } from "../core/graph/asset-graph.ts";
import { planOf, type Plan } from "../core/graph/plan.ts";
import { SillageError } from "../core/errors.ts";
import { refuseLongRun } from "../core/run/refuse-long-run.ts";

/** What a plan is made of: a job of the graph, or any selection under a job's name. */
export type PlanRequest = { readonly job: string; readonly selection: string | null };

/** The plan of a job or selection, as data. Throws `job.unknown`, and as `planOf` and `refuseLongRun`. */
export const createPlanRun = ({ graph }: { readonly graph: AssetGraph }) =>
  async function planRun(request: PlanRequest): Promise<Plan> {
    const plan = planOf(graph, request.job, request.selection ?? selectionOf(graph, request.job));
    refuseLongRun(plan);
    return { ...plan, tells: true, cursors: "at-once" };
  };

function selectionOf(graph: AssetGraph, name: string): string {
  const job = graph.spec.jobs.find((candidate) => candidate.name === name);
  if (job !== undefined) return job.select;
  throw new SillageError({
    code: "job.unknown",
    message: `There is no job "${name}".`,
    fix: `Choose among ${graph.spec.jobs.map((known) => known.name).join(", ")}, or give a selection of assets.`,
  });
}
