import type { Client } from "@temporalio/client";
import { parseConfig, processEnvironment } from "../../config.ts";
import type { DeployedGraph } from "../../db/declare/graph.ts";
import { alreadyInitial, initialJob, initialWork } from "../initial-run.ts";
import { loadDeployment } from "../load-deployment.ts";
import type { Output } from "../output.ts";
import { withDatabase, withTemporal } from "../reach.ts";
import { startRun, type RunRequest } from "../run-job.ts";
import type { Settings } from "../settings.ts";
import { runningRuns } from "../status/running-runs.ts";
import { askedRun, type AskedRun } from "./asked-run.ts";
import { runToItsEnd } from "./run-to-its-end.ts";

/** A run on its way, and what to say of it. */
type Begun = { readonly id: string; readonly says: string };
/** Where a run is begun and followed. */
type Place = { readonly settings: Settings; readonly output: Output; readonly detach: boolean };

/** Start what is asked for and follow it to its end. Throws as `askedRun`, `followRun`, and `run.already-initial`. */
export async function runAndFollow(asked: AskedRun, { settings, output, detach }: Place): Promise<void> {
  const deployed = await loadDeployment(settings.graph);
  const request = askedRun(deployed, asked, parseConfig(processEnvironment()).INGESTION_TRIGGER);
  await withTemporal(settings.dataDir, async (client) => {
    const { id, says } = await begun(client, settings, deployed, request);
    output.progress(says);
    await runToItsEnd(client, id, { settings, deployed, output, detach });
  });
}

/** The run to follow: the initial extraction goes on where it stands, everything else is started. Throws `run.already-initial`. */
async function begun(client: Client, settings: Settings, deployed: DeployedGraph, request: RunRequest): Promise<Begun> {
  if (request.job !== initialJob || request.full) return started(client, request);
  const runs = await runningRuns(client);
  const mirrors = await withDatabase(settings, deployed, (database) => database.mirrors());
  const work = initialWork(deployed.graph, { runs, mirrors });
  if (work.kind === "goes-on") return { id: work.id, says: `${work.id} goes on` };
  if (work.kind === "made") throw alreadyInitial(work.tables);
  const { id } = await started(client, { ...request, selection: work.selection });
  const partly = work.selection === null ? "" : `: the tables without marks yet are ${work.tables.join(", ")}`;
  return { id, says: `started ${id}${partly}` };
}

async function started(client: Client, request: RunRequest): Promise<Begun> {
  const id = await startRun(client, request);
  return { id, says: `started ${id}` };
}
