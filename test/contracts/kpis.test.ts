import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import type { Database } from "../../core/ports/database.ts";
import { openDatabase } from "../../db/open-database.ts";
import type { DatabaseTarget } from "../../db/postgres/open-database.ts";
import { mssqlServer, noMssql, testMssql, type TestMssql } from "../harness/mssql.ts";
import { noPostgres, testPostgres, type TestPostgres } from "../harness/postgres.ts";
import { kpiContract } from "./kpis.ts";

const migrated = async (target: DatabaseTarget): Promise<Database> => {
  const database = await openDatabase(target, deployment);
  await database.migrate();
  return database;
};

describe("on PGlite", () => kpiContract(() => migrated({ memory: true })));

describe.skipIf(noPostgres !== undefined)(
  `on PostgreSQL${noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`}`,
  () => {
    let postgres: TestPostgres;
    kpiContract(async () => {
      postgres = await testPostgres();
      return migrated({ url: postgres.url });
    });
    afterAll(() => postgres.stop());
  },
);

describe.skipIf(noMssql !== undefined)(`in ${mssqlServer}`, () => {
  let mssql: TestMssql;
  kpiContract(async () => {
    mssql = await testMssql();
    return migrated({ url: mssql.url });
  });
  afterAll(() => mssql.stop());
});

describe("marts of dimensions", () => {
  let database: Database;
  beforeAll(async () => {
    database = await migrated({ memory: true });
    for (const mart of deployment.graph.spec.marts) await database.buildMart(mart, undefined);
  });
  afterAll(() => database.close());

  test("a change of clients makes every day of their visits stale, and no day of the revenue", async () => {
    const mart = (key: string) =>
      deployment.graph.spec.marts.find((one) => one.key === key) ?? Promise.reject(new Error(key));
    const stale = async (key: string) => database.staleDays(await mart(key));
    expect(await stale("visits_daily")).toEqual([]);
    await database.query(
      "insert into sillage.materialisation (id, asset, rows, days) values ('M', 'clients', 1, '{}')",
    );
    expect(await stale("visits_daily")).toBeUndefined();
    expect(await stale("revenue_daily")).toEqual([]);
  });
});
