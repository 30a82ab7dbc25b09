import { Command } from "commander";
import { graphCommands } from "./commands/graph-commands.ts";
import { operateCommands } from "./commands/operate-commands.ts";
import { processCommands } from "./commands/process-commands.ts";
import { stackCommands } from "./commands/stack-commands.ts";
import { tellError } from "./output.ts";

const program = new Command("sillage")
  .description(
    "A declarative asset graph, executed durably by Temporal: REST APIs to S3 to sealed, throttled, typed tables to KPIs.",
  )
  .option("--data-dir <folder>", "where the development stack keeps its data", ".sillage")
  .option("--graph <folder>", "the deployment's declarations (default: assets/)")
  .option("--json", "one JSON document on stdout; progress stays on stderr")
  .showHelpAfterError("(add --help for the options)");
for (const commands of [stackCommands, graphCommands, operateCommands, processCommands]) commands(program);
for (const command of [...program.commands, ...program.commands.flatMap((parent) => parent.commands)])
  command.option("--data-dir <folder>", "as above").option("--graph <folder>", "as above").option("--json", "as above");

await program.parseAsync().then(
  () => process.exit(process.exitCode),
  (error: unknown) => process.exit(tellError(error, process.argv.includes("--json"))),
);
