import { describe } from "vitest";
import { openDatabase } from "../../db/open-database.ts";
import { noPostgres, testPostgres } from "../harness/postgres.ts";
import { mssqlServer, noMssql, testMssql } from "../harness/mssql.ts";
import { databaseContract } from "./database.ts";
import { sampleDeployment } from "./sample-deployment.ts";

describe("the database on PGlite", () => databaseContract(() => openDatabase({ memory: true }, sampleDeployment)));

describe.skipIf(noPostgres !== undefined)(
  `the database on PostgreSQL${noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`}`,
  () =>
    databaseContract(async () => {
      const postgres = await testPostgres();
      const database = await openDatabase({ url: postgres.url }, sampleDeployment);
      return { ...database, close: () => database.close().then(postgres.stop) };
    }),
);

describe.skipIf(noMssql !== undefined)(`the database in ${mssqlServer}`, () =>
  databaseContract(async () => {
    const mssql = await testMssql();
    const database = await openDatabase({ url: mssql.url }, sampleDeployment);
    return { ...database, close: () => database.close().then(mssql.stop) };
  }),
);
