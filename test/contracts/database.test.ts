import { describe } from "vitest";
import { openDatabase } from "../../db/postgres/open-database.ts";
import { noPostgres, testPostgres } from "../harness/postgres.ts";
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
