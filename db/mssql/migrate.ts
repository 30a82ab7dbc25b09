import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { SillageError } from "../../core/errors.ts";
import { lockName } from "./lock-tables.ts";
import type { SqlScope, SqlSession } from "./session.ts";

/** Where applied migrations are written down. A schema is made in a batch of its own. */
export const ledgerBatch = `if schema_id(N'sillage') is null exec(N'create schema [sillage]');
if object_id(N'[sillage].[schema_migration]') is null create table [sillage].[schema_migration] (
  [name] nvarchar(200) collate Latin1_General_100_BIN2 not null constraint [schema_migration_pkey] primary key,
  [sha256] nvarchar(64) collate Latin1_General_100_BIN2 not null, [at] datetime2(3) not null constraint [schema_migration_at] default sysutcdatetime());`;

/** What a migration was applied as. */
export const appliedStatement = "select [sha256] from [sillage].[schema_migration] where [name] = @p1;";
/** A migration was applied (name, SHA-256). */
export const writeDownStatement = "insert into [sillage].[schema_migration] ([name], [sha256]) values (@p1, @p2);";

/** Apply the migrations of some folders (`<name>/migration.sql`, in order of names; none where there is no folder) that are missing, each in a transaction, under a lock. Throws `db.migration-altered`. */
export async function migrate(
  sql: SqlSession,
  folders: readonly { readonly owner: string; readonly folder: URL }[],
): Promise<readonly string[]> {
  await underLock(sql, (scope) => scope.exec(ledgerBatch));
  const applied: string[] = [];
  for (const { owner, folder } of folders) {
    for (const name of await migrationsIn(folder)) {
      const text = await readFile(new URL(`${name}/migration.sql`, folder), "utf8");
      if (await apply(sql, `${owner}/${name}`, text)) applied.push(`${owner}/${name}`);
    }
  }
  return applied;
}

async function migrationsIn(folder: URL): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

const underLock = <Result>(sql: SqlSession, work: (scope: SqlScope) => Promise<Result>): Promise<Result> =>
  sql.transaction(async (scope) => {
    await lockName(scope, "sillage/migrate");
    return work(scope);
  });

async function apply(sql: SqlSession, name: string, text: string): Promise<boolean> {
  const sha256 = createHash("sha256").update(text).digest("hex");
  return underLock(sql, async (scope) => {
    const [known] = await scope.query<{ sha256: string }>(appliedStatement, [name]);
    if (known?.sha256 === sha256) return false;
    if (known !== undefined)
      throw new SillageError({
        code: "db.migration-altered",
        message: `The migration ${name} was changed after it had been applied.`,
        fix: "Restore its text; put the change into a new migration.",
      });
    for (const batch of batchesOf(text)) await scope.exec(batch);
    await scope.query(writeDownStatement, [name, sha256]);
    return true;
  });
}

/** The batches of a migration. */
export const batchesOf = (text: string): readonly string[] =>
  text
    .split("--> statement-breakpoint")
    .map((batch) => batch.trim())
    .filter((batch) => batch !== "");
