import type { Command } from "commander";
import { drainEntities } from "../operate/drain-entities.ts";
import { withTemporal } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";
import { integerOption } from "./integer-option.ts";

/** `sillage drain`. */
export function drainCommand(program: Command): void {
  program
    .command("drain")
    .description("Before a deploy: every asset's entity starts again with an empty history. Waits until all have.")
    .option("--within <seconds>", "give up after so long", integerOption("within", { min: 1, max: 3_600 }), 60)
    .addHelpText("after", examples("sillage drain", "sillage drain --within 300 --json"))
    .action(drain);
}

async function drain({ within }: { readonly within: number }, command: Command): Promise<void> {
  const entities = await withTemporal(settingsOf(command).dataDir, (client) => drainEntities(client, within * 1_000));
  outputOf(command).answer({ entities }, () => [`${entities.length} entities started again with an empty history.`]);
}
