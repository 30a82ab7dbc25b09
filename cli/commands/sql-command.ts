import type { Command } from "commander";
import type { DialectName } from "../../core/ports/database.ts";
import { namedStatements } from "../../db/named-statements.ts";
import { loadDeployment } from "../load-deployment.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { choiceOption } from "./choice-option.ts";
import { examples } from "./examples.ts";

const dialects: readonly DialectName[] = ["postgres", "mssql"];

/** `sillage sql`. */
export function sqlCommand(program: Command): void {
  program
    .command("sql")
    .description("Every statement that would be sent to the database, each named in a comment: for a review.")
    .option("--dialect <name>", "postgres or mssql", choiceOption("dialect", dialects), "postgres")
    .option("--null", "separated by NUL bytes, for a parser, instead of GO lines")
    .addHelpText(
      "after",
      examples("sillage sql --dialect mssql > statements.sql", "sillage sql --dialect mssql --null"),
    )
    .action(async (options: { dialect: DialectName; null?: boolean }, command: Command) => {
      const statements = await namedStatements(options.dialect, await loadDeployment(settingsOf(command).graph));
      const separator = options.null === true ? "\0" : "\nGO\n";
      outputOf(command).answer({ statements }, () => [
        statements.map(({ name, text }) => `-- ${name}\n${text}`).join(separator),
      ]);
    });
}
