import type { Command } from "commander";
import { planOf } from "../../core/graph/plan.ts";
import { generateMigration } from "../../db/postgres/generate-migration.ts";
import { openApiDocument } from "../../api/openapi.ts";
import { erdOf } from "../erd.ts";
import { loadDeployment } from "../load-deployment.ts";
import { toTable } from "../output.ts";
import { outputOf, settingsOf } from "../settings.ts";

/** The throttle's rate that plans speak of, and the bytes of a row that they suppose. */
const supposed = { bytesPerSecond: 1_000_000, rowBytes: 240 };

/** Commands that need no server: they read the declarations only. */
export function graphCommands(program: Command): void {
  program
    .command("check")
    .description("Prove the declarations, without any server.")
    .addHelpText("after", "\nExample:\n  $ sillage check\n  $ sillage check --graph ./my-assets --json")
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
  program
    .command("plan <selection>")
    .description("Show what a run of a selection (or job) would walk, and what the rate means for it.")
    .addHelpText(
      "after",
      "\nExample:\n  $ sillage plan +revenue_daily\n  $ sillage plan 'source:ponton and not clients' --json",
    )
    .action(async (selection: string, _, command: Command) => {
      const { graph } = await loadDeployment(settingsOf(command).graph);
      const job = graph.spec.jobs.find((candidate) => candidate.name === selection);
      const plan = planOf(graph, selection, job?.select ?? selection);
      const rate = Math.floor(supposed.bytesPerSecond / supposed.rowBytes);
      outputOf(command).answer(plan, () => [
        ...toTable(
          ["asset", "kind", "source", "after"],
          plan.steps.map((step) => [step.asset, step.kind, step.source, step.after.join(", ")]),
        ),
        "",
        `At 1 MB/s about ${rate} rows of ${supposed.rowBytes} bytes are loaded a second, over all tables.`,
      ]);
    });
  program
    .command("erd")
    .description("Print the data model as a Mermaid diagram.")
    .action(async (_, command: Command) => {
      const { graph } = await loadDeployment(settingsOf(command).graph);
      const text = erdOf(graph.spec.tables);
      outputOf(command).answer({ mermaid: text }, () => [text]);
    });
  program
    .command("openapi")
    .description("Print the KPI API's OpenAPI 3.1 document.")
    .action(async (_, command: Command) => {
      const document = openApiDocument(await loadDeployment(settingsOf(command).graph));
      outputOf(command).answer(document, () => [JSON.stringify(document, undefined, 2)]);
    });
  program
    .command("generate <name>")
    .description("Write the next migration of the deployment from its declarations.")
    .addHelpText("after", "\nExample:\n  $ sillage generate add_lockers")
    .action(async (name: string, _, command: Command) => {
      const deployed = await loadDeployment(settingsOf(command).graph);
      const created = await generateMigration(deployed.graph.spec, new URL("postgres/", deployed.migrations), name);
      outputOf(command).answer({ created: created ?? null }, () => [
        created === undefined ? "Declarations and migrations agree: nothing to write." : `Wrote ${created}.`,
      ]);
    });
}
