import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { SillageError } from "../../core/errors.ts";
import { migrationsIn, type MigrationFolder } from "../migrations-in.ts";
import { lockName } from "./lock-tables.ts";
import type { SqlScope, SqlSession } from "./session.ts";
import { migrations } from "./statements/migrations.ts";

/** Apply the migrations of some folders (`<name>/migration.sql`, in order of names; none where there is no folder) that are missing, each in a transaction, under a lock. Throws `db.migration-altered`. */
export async function migrate(sql: SqlSession, folders: readonly MigrationFolder[]): Promise<readonly string[]> {
  await underLock(sql, (scope) => scope.exec(migrations.prepare));
  const applied: string[] = [];
  for (const { name, text } of await migrationsIn(folders))
    if (await apply(sql, name, await readFile(text, "utf8"))) applied.push(name);
  return applied;
}

const underLock = <Result>(sql: SqlSession, work: (scope: SqlScope) => Promise<Result>): Promise<Result> =>
  sql.transaction(async (scope) => {
    await lockName(scope, "sillage/migrate");
    return work(scope);
  });

async function apply(sql: SqlSession, name: string, text: string): Promise<boolean> {
  const sha256 = createHash("sha256").update(text).digest("hex");
  return underLock(sql, async (scope) => {
    const [known] = await scope.query<{ sha256: string }>(migrations.known, [name]);
    if (known?.sha256 === sha256) return false;
    if (known !== undefined)
      throw new SillageError({
        code: "db.migration-altered",
        message: `The migration ${name} was changed after it had been applied.`,
        fix: "Restore its text; put the change into a new migration.",
      });
    for (const batch of batchesOf(text)) await scope.exec(batch);
    await scope.query(migrations.record, [name, sha256]);
    return true;
  });
}

/** The batches of a migration. */
export const batchesOf = (text: string): readonly string[] =>
  text
    .split("--> statement-breakpoint")
    .map((batch) => batch.trim())
    .filter((batch) => batch !== "");
