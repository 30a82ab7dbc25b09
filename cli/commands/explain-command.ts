import type { Command } from "commander";
import { explainAt, explainNow } from "../explain/explain-asset.ts";
import { evaluationLines, explainLines } from "../explain/explain-lines.ts";
import { loadDeployment } from "../load-deployment.ts";
import { withDatabase, withTemporal } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";

/** `sillage explain`. */
export function explainCommand(program: Command): void {
  program
    .command("explain <asset>")
    .description("Say why an asset is brought up to date by itself, or not: its condition, with a reason at each part.")
    .option("--at <instant>", "as it was found then, from what is kept (default: as it is now)")
    .addHelpText(
      "after",
      examples("sillage explain revenue_daily", "sillage explain revenue_daily --at 2026-11-25T03:00:00Z --json"),
    )
    .action(explain);
}

async function explain(key: string, { at }: { readonly at?: string }, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const deployed = await loadDeployment(settings.graph);
  const { key: asset } = deployed.graph.asset(key);
  const output = outputOf(command);
  if (at === undefined) {
    const explanation = await withTemporal(settings.dataDir, (client) => explainNow(client, asset));
    return output.answer({ asset, ...explanation }, () => explainLines(asset, explanation));
  }
  const kept = await withDatabase(settings, deployed, (database) =>
    explainAt(database, asset, { at, now: Date.now() }),
  );
  output.answer(kept, () => evaluationLines(kept));
}
