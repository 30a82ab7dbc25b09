import type { Command } from "commander";
import { examine } from "../doctor/check-up.ts";
import { findingLines } from "../doctor/finding-lines.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";

/** `sillage doctor`: exit 1 when a part fails. */
export function doctorCommand(program: Command): void {
  program
    .command("doctor")
    .description("Look at every part and say what is wrong and how to mend it.")
    .addHelpText("after", examples("sillage doctor", "sillage doctor --json"))
    .action(async (_, command: Command) => {
      const { checkUps } = await import("../doctor/check-ups.ts");
      const findings = await examine(checkUps(settingsOf(command)));
      if (findings.some((finding) => finding.state === "failed")) process.exitCode = 1;
      outputOf(command).answer(findings, () => findingLines(findings));
    });
}
