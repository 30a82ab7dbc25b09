import type { Client } from "@temporalio/client";
import { ulid } from "ulid";
import { selectAssets } from "../../core/graph/selection.ts";
import type { AssetMirror } from "../../core/ports/database.ts";
import type { DeployedGraph } from "../../db/declare/graph.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import { alreadyInitial, initialJob, initialWork } from "../initial-run.ts";
import { startRun, type RunRequest } from "../run-job.ts";
import { runningRuns } from "../status/running-runs.ts";

/** A run on its way, and what to say of it. */
type Begun = { readonly id: string; readonly says: string };
/** What somebody asks to be run: a job's name, or a selection. */
export type AskedRun = { readonly target: string; readonly full: boolean; readonly who: string };
type Asked = Pick<RunRequest, "full" | "ingestion"> & { readonly who: string };

/** The run that is asked for: a job by its name, else a selection, proven before anything starts. Throws `graph.unknown-asset` and what the selection language throws. */
export function runRequest(
  { graph, zone }: Pick<DeployedGraph, "graph" | "zone">,
  target: string,
  asked: Asked,
): RunRequest {
  const isJob = graph.spec.jobs.some((job) => job.name === target);
  if (!isJob) selectAssets(graph, target);
  return { ...asked, job: isJob ? target : "selection", selection: isJob ? null : target, zone };
}

/** The run to follow: the initial extraction goes on where it stands, everything else is started, once `before` was done with its id. Throws `run.already-initial`. */
export async function beginRun(
  client: Client,
  of: { readonly deployed: DeployedGraph; readonly mirrors: () => Promise<readonly AssetMirror[]> },
  request: RunRequest,
  before: (id: string) => Promise<void> = async () => undefined,
): Promise<Begun> {
  const started = async (asked: RunRequest): Promise<string> => {
    const id = workflowId.run(asked.job, ulid());
    await before(id);
    return startRun(client, asked, id);
  };
  if (request.job !== initialJob || request.full) return begun(await started(request), "");
  const work = initialWork(of.deployed.graph, { runs: await runningRuns(client), mirrors: await of.mirrors() });
  if (work.kind === "goes-on") return { id: work.id, says: `${work.id} goes on` };
  if (work.kind === "made") throw alreadyInitial(work.tables);
  const partly = work.selection === null ? "" : `: the tables without marks yet are ${work.tables.join(", ")}`;
  return begun(await started({ ...request, selection: work.selection }), partly);
}

const begun = (id: string, more: string): Begun => ({ id, says: `started ${id}${more}` });
