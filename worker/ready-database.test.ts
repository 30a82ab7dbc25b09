import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../core/ports/database.ts";
import { openDatabase } from "../db/open-database.ts";
import { sampleDeployment } from "../test/contracts/sample-deployment.ts";
import { mssqlDouble, type TestMssql } from "../test/harness/mssql.ts";
import { noPostgres } from "../test/harness/postgres.ts";
import { readyDatabase } from "./ready-database.ts";

/** Logins that are refused from now on. */
let refusals = 0;
const sleeps = { error: { number: 40_613, severity: 14 } };

describe.skipIf(noPostgres !== undefined)(
  `on an Azure SQL Database that sleeps${noPostgres === undefined ? "" : ` (skipped: the double needs PostgreSQL: ${noPostgres})`}`,
  () => {
    let mssql: TestMssql;
    let ingestion: Database;
    let api: Database;
    beforeAll(async () => {
      mssql = await mssqlDouble(({ kind }) => (kind === "login" && refusals-- > 0 ? { instead: sleeps } : {}));
      ingestion = await openDatabase({ url: mssql.url }, sampleDeployment);
      api = await openDatabase({ url: mssql.url }, sampleDeployment, "api");
    });
    afterAll(async () => {
      await ingestion.close();
      await api.close();
      await mssql.stop();
    });
    /** Make ready without any pause; the lines that were told. */
    const told = async (database: Database, role: "ingestion" | "api", meanwhile?: () => Promise<unknown>) => {
      const lines: string[] = [];
      const pause = async (): Promise<void> => void (await meanwhile?.());
      const waiting = { report: (line: string) => void lines.push(line), pause };
      await readyDatabase({ database, role, embedded: false, mergeFactor: 4 }, waiting);
      return lines;
    };

    test("the API does not migrate: it says what is missing, and waits until somebody has", async () => {
      const lines = await told(api, "api", () => ingestion.migrate());
      expect(lines).toEqual([
        expect.stringMatching(
          /^SQL Server at .* is not migrated: engine\/0001_engine and \d+ more are missing\. Run `sillage migrate`\. It is tried again in 5 s\.$/,
        ),
      ]);
    });

    test("the API that nobody migrates for gives up with what to do", async () => {
      const unmigrated = await openDatabase({ url: await mssql.another() }, sampleDeployment, "api");
      await expect(told(unmigrated, "api")).rejects.toMatchObject({ code: "db.not-migrated" });
      await unmigrated.close();
    });

    test("a worker waits while the database resumes, then migrates it", async () => {
      const asleep = await openDatabase({ url: await mssql.another() }, sampleDeployment);
      refusals = 2;
      const lines = await told(asleep, "ingestion");
      expect(lines).toEqual([
        expect.stringContaining("is resuming or moving (40613)."),
        expect.stringContaining("It is tried again in 10 s."),
      ]);
      expect(await asleep.unapplied()).toEqual([]);
      await asleep.close();
    });
  },
);

test("an embedded database is migrated by whoever holds it, the API too", async () => {
  const database = await openDatabase({ memory: true }, sampleDeployment, "api");
  await readyDatabase({ database, role: "api", embedded: true, mergeFactor: 4 }, { report: () => undefined });
  expect(await database.unapplied()).toEqual([]);
  await database.close();
});
