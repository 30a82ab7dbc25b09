import { describe } from "vitest";
import { openDatabase } from "../../db/open-database.ts";
import { noPostgres, testPostgres } from "../harness/postgres.ts";
import { tdsOnPostgres } from "../harness/tds-on-postgres.ts";
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

describe.skipIf(noPostgres !== undefined)(
  `the database in T-SQL, over TDS, as PostgreSQL understands it${noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`}`,
  () =>
    databaseContract(async () => {
      const postgres = await testPostgres();
      const tds = await tdsOnPostgres(postgres.url);
      const database = await openDatabase({ url: tds.url() }, sampleDeployment);
      return { ...database, close: () => database.close().then(tds.close).then(postgres.stop) };
    }),
);
