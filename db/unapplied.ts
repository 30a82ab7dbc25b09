import { SillageError } from "../core/errors.ts";
import { migrationsIn, type MigrationFolder } from "./migrations-in.ts";

/** The names of migrations of some folders that a database has not got yet; all of them where it has none of our tables. `applied` asks it. */
export async function unapplied(
  folders: readonly MigrationFolder[],
  applied: () => Promise<readonly { readonly name: string }[]>,
): Promise<readonly string[]> {
  const rows = await applied().catch((error: unknown) =>
    error instanceof SillageError && error.code === "db.not-migrated" ? [] : Promise.reject(error),
  );
  const known = new Set(rows.map(({ name }) => name));
  return (await migrationsIn(folders)).map(({ name }) => name).filter((name) => !known.has(name));
}
