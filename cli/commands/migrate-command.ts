import type { Command } from "commander";
import { parseConfig } from "../../config.ts";
import { prepareDataDir } from "../../dev/stack/data-dir.ts";
import { migrateDatabase } from "../../worker/migrate-database.ts";
import { untilItAnswers } from "../../worker/until-it-answers.ts";
import { loadDeployment } from "../load-deployment.ts";
import { withNewDatabase } from "../reach.ts";
import { environmentOf } from "../environment-of.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { examples } from "./examples.ts";

/** `sillage migrate`: the one command that makes a database where there is none; it warns of a server that does not suit. */
export function migrateCommand(program: Command): void {
  program
    .command("migrate")
    .description("Apply the missing migrations, under a lock, and say which.")
    .addHelpText("after", examples("sillage migrate --db postgres://sillage@db.example.test/sillage --json"))
    .action(async (_, command: Command) => {
      const settings = settingsOf(command);
      const { MERGE_FACTOR } = parseConfig(environmentOf(settings));
      const deployed = await loadDeployment(settings.graph);
      await prepareDataDir(settings.dataDir);
      const output = outputOf(command);
      const applied = await withNewDatabase(settings, deployed, async (database) => {
        const names = await untilItAnswers(() => migrateDatabase(database, MERGE_FACTOR), { report: output.progress });
        const { state, detail, fix } = await database.suitability();
        if (state !== "ok") output.progress(`${detail}. ${fix ?? ""}`);
        return names;
      });
      output.answer({ applied }, () =>
        applied.length === 0
          ? ["Nothing to apply: the database is up to date."]
          : applied.map((name) => `applied ${name}`),
      );
    });
}
