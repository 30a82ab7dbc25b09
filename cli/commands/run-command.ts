import type { Client } from "@temporalio/client";
import type { Command } from "commander";
import { parseConfig, processEnvironment } from "../../config.ts";
import { selectAssets } from "../../core/graph/selection.ts";
import type { DeployedGraph } from "../../db/declare/graph.ts";
import { systemUser } from "../operate/by-options.ts";
import { alreadyInitial, initialJob, initialWork } from "../initial-run.ts";
import { loadDeployment } from "../load-deployment.ts";
import { withDatabase, withTemporal } from "../reach.ts";
import { startRun, type RunRequest } from "../run-job.ts";
import { outputOf, settingsOf, type Settings } from "../settings.ts";
import { runToItsEnd } from "../runs/run-to-its-end.ts";
import { runningRuns } from "../status/running-runs.ts";
import { examples } from "./examples.ts";

type Options = { readonly full?: boolean; readonly detach?: boolean };
/** A run on its way, and what to say of it. */
type Begun = { readonly id: string; readonly says: string };

/** `sillage run`. */
export function runCommand(program: Command): void {
  program
    .command("run <job-or-selection>")
    .description("Run a job or a selection of assets now, and wait for its end.")
    .option("--full", "read everything again, whatever the watermarks say")
    .option("--detach", "start it and return at once")
    .addHelpText(
      "after",
      examples(
        "sillage run nightly",
        "sillage run clients --full",
        "sillage run 'source:ponton and not visits' --detach",
      ),
    )
    .action(run);
}

async function run(target: string, options: Options, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const output = outputOf(command);
  const deployed = await loadDeployment(settings.graph);
  const request = requestOf(deployed, target, options);
  await withTemporal(settings.dataDir, async (client) => {
    const { id, says } = await begun(client, settings, deployed, request);
    output.progress(says);
    await runToItsEnd(client, id, { settings, deployed, output, detach: options.detach ?? false });
  });
}

/** The run that is asked for: a job by its name, else a selection, proven before anything starts. Throws `graph.unknown-asset` and what the selection language throws. */
function requestOf({ graph, zone }: DeployedGraph, target: string, options: Options): RunRequest {
  const isJob = graph.spec.jobs.some((job) => job.name === target);
  if (!isJob) selectAssets(graph, target);
  return {
    job: isJob ? target : "selection",
    selection: isJob ? null : target,
    full: options.full ?? false,
    zone,
    who: systemUser(),
    ingestion: parseConfig(processEnvironment()).INGESTION_TRIGGER,
  };
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
