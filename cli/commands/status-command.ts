import type { Command } from "commander";
import { loadDeployment } from "../load-deployment.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { readStatus } from "../status/read-status.ts";
import { statusLines } from "../status/status-lines.ts";
import { examples } from "./examples.ts";

/** `sillage status`. */
export function statusCommand(program: Command): void {
  program
    .command("status")
    .description("Show every asset's marks, freshness and rows, who waits for whom, the throttle, what was refused.")
    .addHelpText("after", examples("sillage status", "sillage status --json"))
    .action(async (_, command: Command) => {
      const settings = settingsOf(command);
      const status = await readStatus(settings, await loadDeployment(settings.graph));
      outputOf(command).answer(status, () => statusLines(status));
    });
}
