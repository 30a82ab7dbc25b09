import type { Command } from "commander";
import { generateMigration } from "../../db/declare/generate-migrations.ts";
import { loadDeployment } from "../load-deployment.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";

/** `sillage generate`. */
export function generateCommand(program: Command): void {
  program
    .command("generate <name>")
    .description("Write the next migration of the deployment from its declarations, for PostgreSQL and for SQL Server.")
    .option("--allow-destructive", "also what takes away from stored rows")
    .addHelpText("after", examples("sillage generate add_lockers"))
    .action(async (name: string, options: { allowDestructive?: boolean }, command: Command) => {
      const deployed = await loadDeployment(settingsOf(command).graph);
      const { created, statements } = await generateMigration(deployed, deployed.migrations, name, options);
      outputOf(command).answer({ created, statements }, () =>
        created.length === 0
          ? ["Declarations and migrations agree: nothing to write."]
          : created.map((path) => `Wrote ${path}.`),
      );
    });
}
