import type { Command } from "commander";
import { parseConfig } from "../../config.ts";
import { SillageError } from "../../core/errors.ts";
import { interruptedRun } from "../interrupted-run.ts";
import { loadDeployment } from "../load-deployment.ts";
import { withTemporal } from "../reach.ts";
import { environmentOf } from "../environment-of.ts";
import { outputOf, settingsOf, type Settings } from "../settings.ts";
import { stackEnvironment } from "../stack-environment.ts";
import { examples } from "./examples.ts";

/** `sillage drop`. */
export function dropCommand(program: Command): void {
  program
    .command("drop <table> <file>")
    .description(
      "Put a CSV, JSON or JSON Lines file (gzip or not) under inbox/<table>/ of the bucket, and wait until it is loaded.",
    )
    .option("--detach", "return once it is in the bucket")
    .addHelpText(
      "after",
      examples("sillage drop site_days docs/tour/site-days.csv", "sillage drop clients clients.jsonl.gz --detach"),
    )
    .action(drop);
}

async function drop(key: string, file: string, options: { readonly detach?: boolean }, command: Command) {
  const settings = settingsOf(command);
  const output = outputOf(command);
  const table = await tableKey(settings, key);
  const [{ objectStore }, { dropFile }, { awaitIngestion }] = await Promise.all([
    import("../../worker/compose.ts"),
    import("../drop/drop-file.ts"),
    import("../drop/await-ingestion.ts"),
  ]);
  await withTemporal(settings.dataDir, async (client) => {
    const environment = await stackEnvironment(settings.dataDir, environmentOf(settings));
    const config = parseConfig(environment);
    const store = objectStore({ config, environment, dataDir: settings.dataDir });
    const sensor = { listEvery: config.LANDING_LIST_SECONDS * 1000 };
    const dropped = await dropFile({ table, file, store, client, sensor });
    if (options.detach === true) return output.answer(dropped, () => [dropped.ingestion]);
    const interrupted = interruptedRun(settings.dataDir, dropped.ingestion, client.options.namespace);
    output.progress(`dropped ${dropped.key}, ${dropped.bytes} bytes`);
    const done = await Promise.race([awaitIngestion(client, dropped), interrupted]);
    output.answer({ ...dropped, result: done }, () => [
      `${done.merged} merged, ${done.unchanged + done.superseded} known already, ${done.quarantined} in quarantine (load ${done.loadId}).`,
    ]);
  });
}

/** Throws `graph.unknown-asset`, `usage.table`. */
async function tableKey(settings: Settings, key: string): Promise<string> {
  const asset = (await loadDeployment(settings.graph)).graph.asset(key);
  if (asset.kind === "table") return asset.key;
  throw new SillageError({
    code: "usage.table",
    message: `${key} is a ${asset.kind}: it is computed, not loaded.`,
    fix: "Drop a file for one of the tables that it reads.",
  });
}
