import type { Command } from "commander";
import { loadDeployment } from "../load-deployment.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";

/** `sillage check`. */
export function checkCommand(program: Command): void {
  program
    .command("check")
    .description("Prove the declarations, without any server.")
    .addHelpText("after", examples("sillage check", "sillage check --graph ./my-assets --json"))
    .action(async (_, command: Command) => {
      const { graph } = await loadDeployment(settingsOf(command).graph);
      const counts = {
        assets: graph.assets.length,
        tables: graph.spec.tables.length,
        marts: graph.spec.marts.length,
        kpis: graph.spec.kpis.length,
        jobs: graph.spec.jobs.length,
        hash: graph.hash,
      };
      outputOf(command).answer(counts, () => [
        `The declarations hold: ${counts.tables} tables, ${counts.marts} marts, ${counts.kpis} KPIs, ${counts.jobs} jobs (graph ${counts.hash}).`,
      ]);
    });
}
