import { expect, test } from "vitest";
import type { Database } from "../../core/ports/database.ts";
import { ask, speaksTsql } from "./portable.ts";

const initial = "deployment/0001_initial";

/** What every target database promises of its migrations, and of the tables that they leave. */
export function databaseMigrationsContract(database: () => Database): void {
  test("migrations are applied once, also when two ask at once", async () => {
    expect((await Promise.all([database().migrate(), database().migrate()])).flat()).toEqual([]);
    const applied = await database().query("select name from sillage.schema_migration order by name");
    expect(applied.map((row) => row["name"])).toEqual([
      "deployment/0001_initial",
      "engine/0001_engine",
      ...(speaksTsql(database()) ? [] : ["engine/0002_operating"]),
      "engine/0003_audit",
      "engine/0004_backfill",
      "engine/0005_checks",
      "engine/0006_runs",
      "engine/0007_automation",
      "engine/0008_drift",
      "engine/0009_deployed",
      "engine/0011_requests",
      "engine/0012_http",
      "engine/0013_ledger",
      "engine/0014_quarantined",
      "engine/0015_less_kept",
      "engine/0016_partitions",
      "engine/0017_source_pauses",
      "engine/0018_failed_steps",
    ]);
  });

  test("whoever may not migrate sees that nothing is missing, or what is", async () => {
    expect(await database().unapplied()).toEqual([]);
    await ask(database(), "update sillage.schema_migration set name = 'engine/other' where name = $1", [initial]);
    try {
      expect(await database().unapplied()).toEqual([initial]);
    } finally {
      await ask(database(), "update sillage.schema_migration set name = $1 where name = 'engine/other'", [initial]);
    }
  });

  test("migrated tables are as they are declared, type by type", async () => {
    expect(await database().alteredColumns()).toEqual([]);
  });

  test("what the server is suits what is asked of it", async () => {
    expect(await database().suitability()).toMatchObject({
      state: "ok",
      detail: expect.stringMatching(speaksTsql(database()) ? /SQL (?:Server|Database)/ : /^PostgreSQL \d+$/),
    });
  });
}
