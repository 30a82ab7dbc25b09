import { readdir, readFile } from "node:fs/promises";

/** The statements of a folder of migrations (`<name>/migration.sql`), in order, each named by its migration and place; none without the folder. */
export async function migrationStatements(
  owner: string,
  folder: URL,
): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const statements = names.toSorted().map(async (name) => {
    const text = await readFile(new URL(`${name}/migration.sql`, folder), "utf8");
    return text
      .split("--> statement-breakpoint")
      .map((statement, at) => ({ name: `migration/${owner}/${name}/${at + 1}`, text: statement.trim() }));
  });
  return (await Promise.all(statements)).flat();
}
