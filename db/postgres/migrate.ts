import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { SillageError } from "../../core/errors.ts";
import { migrationsIn, type MigrationFolder } from "../migrations-in.ts";
import type { SqlSession } from "./session.ts";
import { migrations } from "./statements/migrations.ts";

/** Serialises migrations of one database: any number that nothing else locks on. */
const lockNumber = 7_145_523;

/** Apply the migrations of some folders (`<name>/migration.sql`, in order of names) that are missing, each in a transaction, under a lock. Throws `db.migration-altered`. */
export async function migrate(sql: SqlSession, folders: readonly MigrationFolder[]): Promise<readonly string[]> {
  await sql.exec(migrations.prepare);
  const applied: string[] = [];
  for (const { name, text } of await migrationsIn(folders))
    if (await apply(sql, name, await readFile(text, "utf8"))) applied.push(name);
  return applied;
}

async function apply(sql: SqlSession, name: string, text: string): Promise<boolean> {
  const sha256 = createHash("sha256").update(text).digest("hex");
  return sql.transaction(async (scope) => {
    await scope.query(migrations.lock, [lockNumber]);
    const [known] = await scope.query<{ sha256: string }>(migrations.known, [name]);
    if (known?.sha256 === sha256) return false;
    if (known !== undefined)
      throw new SillageError({
        code: "db.migration-altered",
        message: `The migration ${name} was changed after it had been applied.`,
        fix: "Restore its text; put the change into a new migration.",
      });
    for (const statement of text.split("--> statement-breakpoint")) await scope.exec(statement);
    await scope.query(migrations.record, [name, sha256]);
    return true;
  });
}
