import { Command } from "commander";
import { examples } from "./commands/examples.ts";

/** A file of commands: those it adds, and how it is loaded. */
type CommandFile = { readonly names: readonly string[]; readonly load: () => Promise<(program: Command) => void> };

/** In the order in which the help lists them. */
const files: readonly CommandFile[] = [
  { names: ["demo"], load: async () => (await import("./commands/demo-command.ts")).demoCommand },
  { names: ["dev"], load: async () => (await import("./commands/dev-command.ts")).devCommand },
  { names: ["up"], load: async () => (await import("./commands/up-command.ts")).upCommand },
  { names: ["check"], load: async () => (await import("./commands/check-command.ts")).checkCommand },
  { names: ["plan"], load: async () => (await import("./commands/plan-command.ts")).planCommand },
  {
    names: ["erd", "openapi", "settings"],
    load: async () => (await import("./commands/document-commands.ts")).documentCommands,
  },
  { names: ["generate"], load: async () => (await import("./commands/generate-command.ts")).generateCommand },
  {
    names: ["make-communes"],
    load: async () => (await import("./commands/make-communes-command.ts")).makeCommunesCommand,
  },
  { names: ["migrate"], load: async () => (await import("./commands/migrate-command.ts")).migrateCommand },
  { names: ["sql"], load: async () => (await import("./commands/sql-command.ts")).sqlCommand },
  { names: ["run"], load: async () => (await import("./commands/run-command.ts")).runCommand },
  { names: ["runs"], load: async () => (await import("./commands/runs-commands.ts")).runsCommands },
  { names: ["backfill"], load: async () => (await import("./commands/backfill-commands.ts")).backfillCommands },
  { names: ["drop"], load: async () => (await import("./commands/drop-command.ts")).dropCommand },
  { names: ["status"], load: async () => (await import("./commands/status-command.ts")).statusCommand },
  { names: ["assets"], load: async () => (await import("./commands/assets-commands.ts")).assetsCommands },
  { names: ["explain"], load: async () => (await import("./commands/explain-command.ts")).explainCommand },
  { names: ["concurrency"], load: async () => (await import("./commands/concurrency-command.ts")).concurrencyCommand },
  { names: ["throttle"], load: async () => (await import("./commands/throttle-command.ts")).throttleCommand },
  { names: ["sources"], load: async () => (await import("./commands/sources-commands.ts")).sourcesCommands },
  { names: ["sensors"], load: async () => (await import("./commands/sensors-commands.ts")).sensorsCommands },
  { names: ["audit"], load: async () => (await import("./commands/audit-command.ts")).auditCommand },
  { names: ["drift"], load: async () => (await import("./commands/drift-command.ts")).driftCommand },
  { names: ["reveals"], load: async () => (await import("./commands/reveals-commands.ts")).revealsCommands },
  { names: ["pii"], load: async () => (await import("./commands/pii-commands.ts")).piiCommands },
  { names: ["dsr"], load: async () => (await import("./commands/dsr-commands.ts")).dsrCommands },
  { names: ["erasures"], load: async () => (await import("./commands/erasures-commands.ts")).erasuresCommands },
  { names: ["quarantine"], load: async () => (await import("./commands/quarantine-commands.ts")).quarantineCommands },
  { names: ["checks"], load: async () => (await import("./commands/checks-commands.ts")).checksCommands },
  { names: ["keys"], load: async () => (await import("./commands/keys-commands.ts")).keysCommands },
  { names: ["worker"], load: async () => (await import("./commands/worker-command.ts")).workerCommand },
  { names: ["api"], load: async () => (await import("./commands/api-command.ts")).apiCommand },
  { names: ["codec"], load: async () => (await import("./commands/codec-command.ts")).codecCommand },
  { names: ["drain"], load: async () => (await import("./commands/drain-command.ts")).drainCommand },
  { names: ["replay"], load: async () => (await import("./commands/replay-command.ts")).replayCommand },
  { names: ["doctor"], load: async () => (await import("./commands/doctor-command.ts")).doctorCommand },
];

/** The whole command line; of a typed command's name only what that one needs, since loading all of them takes longer than most do. Wrong usage throws a CommanderError and writes nothing. */
export async function createProgram(typed?: string): Promise<Command> {
  const named = files.filter(({ names }) => typed !== undefined && names.includes(typed));
  const loaded = await Promise.all((named.length === 0 ? files : named).map(({ load }) => load()));
  const program = new Command("sillage")
    .description(
      "A declarative asset graph, executed durably by Temporal: REST APIs to S3 to sealed, throttled, typed tables to KPIs.",
    )
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .addHelpText("after", examples("sillage demo", "sillage run nightly", "npm run -s sillage -- status --json"));
  for (const add of loaded) add(program);
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
