import type { Command } from "commander";
import type { DeployedGraph } from "../../db/declare/graph.ts";
import { checkTrend, lastChecks } from "../../db/declare/check-reads.ts";
import { toKeptResults, type KeptResult } from "../../db/declare/kept-result.ts";
import { listLines, listOf } from "../checks/list-checks.ts";
import { trendLines, trendsOf } from "../checks/show-checks.ts";
import { loadDeployment } from "../load-deployment.ts";
import { withDatabase } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";

/** `sillage checks`: what must hold of the assets' content, and whether it did. */
export function checksCommands(program: Command): void {
  const checks = program
    .command("checks")
    .description("What must hold of the assets' content, and whether it did.")
    .addHelpText("after", examples("sillage checks list", "sillage checks show revenue_daily"));
  checks
    .command("list")
    .description("List every declared check with its last result: figure, bound, failing rows, never a value.")
    .option("--failed", "those that failed only")
    .addHelpText("after", examples("sillage checks list", "sillage checks list --failed --json"))
    .action(async ({ failed }: { failed?: true }, command: Command) => {
      const [deployed, results] = await asked(command, () => lastChecks);
      const listed = listOf(deployed.graph.assets, results).filter(
        ({ state }) => failed === undefined || state === "failed",
      );
      outputOf(command).answer(listed, () => listLines(listed));
    });
  checks
    .command("show")
    .description("Show an asset's checks with the last 20 figures of each.")
    .argument("<asset>", "key of a table or a mart")
    .addHelpText("after", examples("sillage checks show orders", "sillage checks show revenue_daily --json"))
    .action(async (key: string, _: unknown, command: Command) => {
      const [deployed, results] = await asked(command, ({ graph }) => checkTrend(graph.asset(key).key));
      const trends = trendsOf(deployed.graph.asset(key), results);
      outputOf(command).answer(trends, () => trendLines(key, trends));
    });
}

/** The deployment, and the results that a statement reads of it. Throws `graph.unknown-asset`. */
async function asked(
  command: Command,
  statement: (deployed: DeployedGraph) => typeof lastChecks,
): Promise<readonly [DeployedGraph, readonly KeptResult[]]> {
  const settings = settingsOf(command);
  const deployed = await loadDeployment(settings.graph);
  const reading = statement(deployed);
  const rows = await withDatabase(settings, deployed, (database) => database.read(reading));
  return [deployed, toKeptResults(rows)];
}
