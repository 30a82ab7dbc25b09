import { readdir } from "node:fs/promises";

/** A folder of migrations (`<name>/migration.sql`) and whose they are. */
export type MigrationFolder = { readonly owner: string; readonly folder: URL };
/** A migration by its name in the database, `<owner>/<name>`, and its text's place. */
export type Migration = { readonly name: string; readonly text: URL };

/** The migrations of some folders in the order of their applying; none where there is no folder. */
export async function migrationsIn(folders: readonly MigrationFolder[]): Promise<readonly Migration[]> {
  const found = await Promise.all(
    folders.map(async ({ owner, folder }) =>
      (await namesIn(folder)).map((name) => ({
        name: `${owner}/${name}`,
        text: new URL(`${name}/migration.sql`, folder),
      })),
    ),
  );
  return found.flat();
}

async function namesIn(folder: URL): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
