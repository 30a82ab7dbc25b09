import type { Command } from "commander";
import { registerFields } from "../../core/register/register-fields.ts";
import { loadDeployment } from "../load-deployment.ts";
import { dpiaMarkdown } from "../pii/dpia-markdown.ts";
import { registerMarkdown } from "../pii/register-markdown.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";

/** `sillage pii register`, `pii dpia`: documents made of the declarations. */
export function piiDocuments(pii: Command): void {
  pii
    .command("register")
    .description("Print the register of processing (article 30): each personal field, why, how long, who sees it.")
    .addHelpText("after", examples("sillage pii register > register.md", "sillage pii register --json"))
    .action(async (_, command: Command) => {
      const { spec } = (await loadDeployment(settingsOf(command).graph)).graph;
      const fields = registerFields(spec);
      outputOf(command).answer({ fields }, () => registerMarkdown(fields, spec.register));
    });
  pii
    .command("dpia")
    .description("Print what an impact assessment (article 35) starts from: data flow, necessity, risks, what is left.")
    .addHelpText("after", examples("sillage pii dpia > dpia.md", "sillage pii dpia --json"))
    .action(async (_, command: Command) => {
      const { graph, suppression } = await loadDeployment(settingsOf(command).graph);
      const lines = dpiaMarkdown({ spec: graph.spec, fields: registerFields(graph.spec), suppression });
      outputOf(command).answer({ markdown: lines.join("\n") }, () => lines);
    });
}
