import type { Command } from "commander";
import { parseConfig } from "../../config.ts";
import type { PartName } from "../../dev/stack/stack.ts";
import { environmentOf } from "../environment-of.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { stopSignal, untilStopped } from "../stop-signal.ts";
import { choicesOption } from "./choice-option.ts";
import { examples } from "./examples.ts";

const parts: readonly PartName[] = ["temporal", "s3"];

/** `sillage up`. */
export function upCommand(program: Command): void {
  program
    .command("up")
    .description("Start the servers only, for those who run the worker themselves.")
    .option("--only <parts>", "comma-separated: temporal, s3", choicesOption("part", parts), parts)
    .addHelpText("after", examples("sillage up", "sillage up --only temporal"))
    .action(startServers);
}

async function startServers(options: { readonly only: readonly PartName[] }, command: Command): Promise<void> {
  const [{ startStack }, { searchAttributeKinds }] = await Promise.all([
    import("../../dev/stack/start-stack.ts"),
    import("../../workflows/contracts/attributes.ts"),
  ]);
  const settings = settingsOf(command);
  const output = outputOf(command);
  const signal = stopSignal();
  const environment = environmentOf(settings);
  const { temporal, store, failed, stop } = await startStack({
    dataDir: settings.dataDir,
    only: options.only,
    env: environment,
    namespace: parseConfig(environment).TEMPORAL_NAMESPACE,
    progress: output.progress,
    searchAttributes: searchAttributeKinds,
    signal,
  });
  const objects = store.kind === "s3" ? store.endpoint : store.directory;
  output.answer({ temporal: temporal ?? null, store: objects }, () => [
    ...(temporal === undefined ? [] : [`Temporal: ${temporal.address}`]),
    `Objects: ${objects}`,
    "Ctrl-C stops them.",
  ]);
  try {
    await Promise.race([untilStopped(signal), failed]);
  } finally {
    output.progress("stopping every part");
    await stop();
  }
}
