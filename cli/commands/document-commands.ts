import type { Command } from "commander";
import { erdOf } from "../erd.ts";
import { loadDeployment } from "../load-deployment.ts";
import { settingLines, settingsMarkdown } from "../settings-table.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";

/** `sillage erd`, `openapi`, `settings`: documents made of the declarations. */
export function documentCommands(program: Command): void {
  program
    .command("erd")
    .description("Print the data model as a Mermaid diagram.")
    .addHelpText("after", examples("sillage erd > model.mmd"))
    .action(async (_, command: Command) => {
      const { graph } = await loadDeployment(settingsOf(command).graph);
      const text = erdOf(graph.spec.tables);
      outputOf(command).answer({ mermaid: text }, () => [text]);
    });
  program
    .command("openapi")
    .description("Print the KPI API's OpenAPI 3.1 document.")
    .addHelpText("after", examples("sillage openapi > openapi.json"))
    .action(async (_, command: Command) => {
      const { openApiDocument } = await import("../../api/openapi.ts");
      const document = openApiDocument(await loadDeployment(settingsOf(command).graph));
      outputOf(command).answer(document, () => [JSON.stringify(document, undefined, 2)]);
    });
  program
    .command("settings")
    .description("Print every setting with its default and meaning, as Markdown.")
    .addHelpText("after", examples("sillage settings", "sillage settings --json"))
    .action((_, command: Command) => outputOf(command).answer(settingLines(), settingsMarkdown));
}
