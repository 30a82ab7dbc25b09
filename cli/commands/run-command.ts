import type { Command } from "commander";
import { parseConfig, processEnvironment } from "../../config.ts";
import { SillageError } from "../../core/errors.ts";
import { selectAssets } from "../../core/graph/selection.ts";
import type { DeployedGraph } from "../../db/declare/graph.ts";
import { interruptedRun } from "../interrupted-run.ts";
import { followRun } from "../follow-run.ts";
import { loadDeployment } from "../load-deployment.ts";
import { toTable } from "../output.ts";
import { withDatabase, withTemporal } from "../reach.ts";
import { startRun, type RunRequest } from "../run-job.ts";
import { outputOf, settingsOf, type Settings } from "../settings.ts";
import { examples } from "./examples.ts";

type Options = { readonly full?: boolean; readonly detach?: boolean };

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
    if (target === "initial" && options.full !== true) await refuseSecondInitial(settings, deployed);
    const id = await startRun(client, request);
    if (options.detach === true) return output.answer({ id }, () => [id]);
    const interrupted = interruptedRun(settings.dataDir, id, client.options.namespace);
    output.progress(`started ${id}`);
    const openLoads = () => withDatabase(settings, deployed, (database) => database.openLoads());
    const result = await Promise.race([followRun(client, id, openLoads, output), interrupted]);
    output.answer(result, () =>
      toTable(
        ["asset", "state", "rows", "detail"],
        result.steps.map((step) => [step.asset, step.state, step.rows, step.detail]),
      ),
    );
  });
}

/** The run that is asked for: a job by its name, else a selection, proven before anything starts. Throws `graph.unknown-asset` and what the selection language throws. */
function requestOf({ graph }: DeployedGraph, target: string, options: Options): RunRequest {
  const isJob = graph.spec.jobs.some((job) => job.name === target);
  if (!isJob) selectAssets(graph, target);
  return {
    job: isJob ? target : "selection",
    selection: isJob ? null : target,
    full: options.full ?? false,
    ingestion: parseConfig(processEnvironment()).INGESTION_TRIGGER,
  };
}

async function refuseSecondInitial(settings: Settings, deployed: DeployedGraph): Promise<void> {
  const mirrors = await withDatabase(settings, deployed, (database) => database.mirrors());
  const marked = mirrors.filter((mirror) => mirror.loadedThrough !== null).length;
  if (marked > 0)
    throw new SillageError({
      code: "run.already-initial",
      message: `The initial extraction was made: ${marked} tables have marks.`,
      fix: "Run `sillage run nightly` for what changed, or `sillage run initial --full` to read everything again (merging twice is harmless).",
    });
}
