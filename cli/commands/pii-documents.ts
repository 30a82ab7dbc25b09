import type { Command } from "commander";
import { registerFields } from "../../core/register/register-fields.ts";
import { loadDeployment } from "../load-deployment.ts";
import { registerMarkdown } from "../pii/register-markdown.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";

/** `sillage pii register`: a document made of the declarations. */
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
}
