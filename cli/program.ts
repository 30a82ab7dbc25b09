import { Command } from "commander";
import { apiCommand } from "./commands/api-command.ts";
import { assetsCommands } from "./commands/assets-commands.ts";
import { auditCommand } from "./commands/audit-command.ts";
import { backfillCommands } from "./commands/backfill-commands.ts";
import { checkCommand } from "./commands/check-command.ts";
import { concurrencyCommand } from "./commands/concurrency-command.ts";
import { checksCommands } from "./commands/checks-commands.ts";
import { demoCommand } from "./commands/demo-command.ts";
import { devCommand } from "./commands/dev-command.ts";
import { doctorCommand } from "./commands/doctor-command.ts";
import { documentCommands } from "./commands/document-commands.ts";
import { drainCommand } from "./commands/drain-command.ts";
import { driftCommand } from "./commands/drift-command.ts";
import { dropCommand } from "./commands/drop-command.ts";
import { examples } from "./commands/examples.ts";
import { explainCommand } from "./commands/explain-command.ts";
import { generateCommand } from "./commands/generate-command.ts";
import { keysCommands } from "./commands/keys-commands.ts";
import { migrateCommand } from "./commands/migrate-command.ts";
import { piiCommands } from "./commands/pii-commands.ts";
import { planCommand } from "./commands/plan-command.ts";
import { quarantineCommands } from "./commands/quarantine-commands.ts";
import { replayCommand } from "./commands/replay-command.ts";
import { revealsCommands } from "./commands/reveals-commands.ts";
import { runCommand } from "./commands/run-command.ts";
import { runsCommands } from "./commands/runs-commands.ts";
import { sensorsCommands } from "./commands/sensors-commands.ts";
import { sourcesCommands } from "./commands/sources-commands.ts";
import { sqlCommand } from "./commands/sql-command.ts";
import { statusCommand } from "./commands/status-command.ts";
import { throttleCommand } from "./commands/throttle-command.ts";
import { upCommand } from "./commands/up-command.ts";
import { workerCommand } from "./commands/worker-command.ts";

/** In the order in which the help lists them. */
const commands = [
  demoCommand,
  devCommand,
  upCommand,
  checkCommand,
  planCommand,
  documentCommands,
  generateCommand,
  migrateCommand,
  sqlCommand,
  runCommand,
  runsCommands,
  backfillCommands,
  dropCommand,
  statusCommand,
  assetsCommands,
  explainCommand,
  concurrencyCommand,
  throttleCommand,
  sourcesCommands,
  sensorsCommands,
  auditCommand,
  driftCommand,
  piiCommands,
  revealsCommands,
  quarantineCommands,
  checksCommands,
  keysCommands,
  workerCommand,
  apiCommand,
  drainCommand,
  replayCommand,
  doctorCommand,
];

/** The whole command line. Wrong usage throws a CommanderError and writes nothing. */
export function createProgram(): Command {
  const program = new Command("sillage")
    .description(
      "A declarative asset graph, executed durably by Temporal: REST APIs to S3 to sealed, throttled, typed tables to KPIs.",
    )
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .addHelpText("after", examples("sillage demo", "sillage run nightly", "npm run -s sillage -- status --json"));
  for (const add of commands) add(program);
  sharedOptions(program);
  for (const command of everyCommand(program)) sharedOptions(command);
  return program;
}

/** Every command below the program, groups and their commands alike. */
export const everyCommand = (program: Command): readonly Command[] =>
  program.commands.flatMap((command) => [command, ...everyCommand(command)]);

const sharedOptions = (command: Command): Command =>
  command
    .option("--data-dir <folder>", "where the stack keeps its data (default: .sillage)")
    .option(
      "--db <url>",
      "PostgreSQL, SQL Server or Azure SQL instead of the embedded database (default: DATABASE_URL)",
    )
    .option("--graph <folder>", "the deployment's declarations (default: assets/)")
    .option("--json", "one JSON document on stdout; progress stays on stderr");
