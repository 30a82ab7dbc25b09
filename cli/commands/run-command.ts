import type { Command } from "commander";
import { initialJob } from "../initial-run.ts";
import { systemUser } from "../operate/by-options.ts";
import { runByStack } from "../runs/run-by-stack.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";

type Options = { readonly full?: boolean; readonly detach?: boolean };

/** `sillage run`. */
export function runCommand(program: Command): void {
  program
    .command("run <job-or-selection>")
    .description("Run a job or a selection of assets now, and wait for its end.")
    .option("--full", "read everything again, whatever the watermarks say")
    .option("--detach", "start it and return at once")
    .addHelpText(
      "after",
      examples(
        "sillage run nightly",
        "sillage run clients --full",
        "sillage run 'source:ponton and not visits' --detach",
      ),
    )
    .action(run);
}

async function run(target: string, { full = false, detach = false }: Options, command: Command): Promise<void> {
  const settings = settingsOf(command);
  const output = outputOf(command);
  const asked = { target, full, who: systemUser() };
  // Of the first extraction it is found out first what is left of it.
  const id = target === initialJob ? undefined : await runByStack(settings, asked);
  if (id === undefined) {
    const { runAndFollow } = await import("../runs/run-and-follow.ts");
    return runAndFollow(asked, { settings, output, detach });
  }
  if (detach) {
    output.progress(`started ${id}`);
    return output.answer({ id }, () => [id]);
  }
  const { followBegun } = await import("../runs/follow-begun.ts");
  return followBegun(id, settings, output);
}
