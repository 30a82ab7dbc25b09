import type { Command } from "commander";
import { parseConfig, processEnvironment } from "../../config.ts";
import { systemUser } from "../operate/by-options.ts";
import { loadDeployment } from "../load-deployment.ts";
import { withDatabase, withTemporal } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { beginRun, runRequest } from "../runs/begin-run.ts";
import { runToItsEnd } from "../runs/run-to-its-end.ts";
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
  const ingestion = parseConfig(processEnvironment()).INGESTION_TRIGGER;
  const request = runRequest(deployed, target, { full: options.full ?? false, who: systemUser(), ingestion });
  const mirrors = () => withDatabase(settings, deployed, (database) => database.mirrors());
  await withTemporal(settings.dataDir, async (client) => {
    const { id, says } = await beginRun(client, { deployed, mirrors }, request);
    output.progress(says);
    await runToItsEnd(client, id, { settings, deployed, output, detach: options.detach ?? false });
  });
}
