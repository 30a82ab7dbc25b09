import type { Command } from "commander";
import { parseConfig } from "../../config.ts";
import { prepareDataDir } from "../../dev/stack/data-dir.ts";
import { grantRights, type Granted } from "../../worker/grant-rights.ts";
import { migrateDatabase } from "../../worker/migrate-database.ts";
import { untilItAnswers } from "../../worker/until-it-answers.ts";
import { loadDeployment } from "../load-deployment.ts";
import type { Output } from "../output.ts";
import { withNewDatabase } from "../reach.ts";
import { environmentOf } from "../environment-of.ts";
import { outputOf, settingsOf, type Settings } from "../settings.ts";
import { examples } from "./examples.ts";

/** `sillage migrate`: the one command that makes a database where there is none; it warns of a server that does not suit. */
export function migrateCommand(program: Command): void {
  program
    .command("migrate")
    .description("Apply the missing migrations, under a lock, and say which.")
    .option(
      "--grants",
      "then make the roles that are missing and give each its rights, in the database and in the identity store, which is migrated too",
    )
    .addHelpText(
      "after",
      examples(
        "sillage migrate --db postgres://sillage@db.example.test/sillage --json",
        "IDENTITY_DATABASE_URL=postgres://owner@db.example.test/people sillage migrate --grants --db postgres://owner@db.example.test/sillage",
      ),
    )
    .action(async ({ grants = false }: { readonly grants?: boolean }, command: Command) => {
      const [settings, output] = [settingsOf(command), outputOf(command)];
      const applied = await migrated(settings, output);
      const granted = grants ? await grantedOn(settings, output) : undefined;
      output.answer({ applied, ...(granted && { granted }) }, () => [
        ...(applied.length === 0
          ? ["Nothing to apply: the database is up to date."]
          : applied.map((name) => `applied ${name}`)),
        ...(granted === undefined ? [] : grantLines(granted)),
      ]);
    });
}

async function migrated(settings: Settings, output: Output): Promise<readonly string[]> {
  const { MERGE_FACTOR } = parseConfig(environmentOf(settings));
  const deployed = await loadDeployment(settings.graph);
  await prepareDataDir(settings.dataDir);
  return withNewDatabase(settings, deployed, async (database) => {
    const names = await untilItAnswers(() => migrateDatabase(database, MERGE_FACTOR), { report: output.progress });
    const { state, detail, fix } = await database.suitability();
    if (state !== "ok") output.progress(`${detail}. ${fix ?? ""}`);
    return names;
  });
}

const grantedOn = (settings: Settings, output: Output): Promise<Granted> => {
  const given = { config: parseConfig(environmentOf(settings)), dataDir: settings.dataDir };
  return untilItAnswers(() => grantRights(given), { report: output.progress });
};

const grantLines = ({ database, identity }: Granted): readonly string[] => [
  `database: ${rolesOf(database)}`,
  `identity store: ${rolesOf(identity)}`,
];

const rolesOf = (roles: readonly string[] | null): string =>
  roles === null ? "embedded, so that it has no logins" : `rights of ${roles.join(", ")}`;
