import type { Command } from "commander";
import { byOf, byOptions, type ByOptions } from "../operate/by-options.ts";
import { orderRun } from "../operate/order-workflow.ts";
import { withTemporal } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";
import { integerOption } from "./integer-option.ts";

const example = "sillage concurrency run/nightly-2026-11-25T02:15:00Z 2 --reason 'the source is slow tonight'";
const assetsAtOnce = integerOption("concurrency", { min: 1, max: 32 });

/** `sillage concurrency`. */
export function concurrencyCommand(program: Command): void {
  const command = program
    .command("concurrency <run> <assets>")
    .description(
      "Change how many assets a run on its way works on at once, 1 to 32; those in work are not stopped. One worker reads 8 tables at most.",
    )
    .addHelpText("after", examples(example));
  byOptions(command).action(change);
}

async function change(run: string, assets: string, options: ByOptions, command: Command): Promise<void> {
  const argument = { ...byOf(options), concurrency: assetsAtOnce(assets) };
  const changed = await withTemporal(settingsOf(command).dataDir, (client) =>
    orderRun(client, run, { update: "setConcurrency", argument }),
  );
  outputOf(command).answer({ run, ...changed }, () => [`${run}: ${changed.oldValue} → ${changed.newValue} at once`]);
}
