import { describe } from "vitest";
import { openDatabase } from "../../db/open-database.ts";
import { mssqlServer, noMssql, testMssql } from "../harness/mssql.ts";
import { noPostgres, testPostgres } from "../harness/postgres.ts";
import { exactDeployment, exactValuesContract } from "./exact-values.ts";

describe("decimals of 28 digits and instants on PGlite", () =>
  exactValuesContract(() => openDatabase({ memory: true }, exactDeployment)));

describe.skipIf(noPostgres !== undefined)(
  `decimals of 28 digits and instants on PostgreSQL${noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`}`,
  () =>
    exactValuesContract(async () => {
      const postgres = await testPostgres();
      const database = await openDatabase({ url: postgres.url }, exactDeployment);
      return { ...database, close: () => database.close().then(postgres.stop) };
    }),
);

describe.skipIf(noMssql !== undefined)(`decimals of 28 digits and instants in ${mssqlServer}`, () =>
  exactValuesContract(async () => {
    const mssql = await testMssql();
    const database = await openDatabase({ url: mssql.url }, exactDeployment);
    return { ...database, close: () => database.close().then(mssql.stop) };
  }),
);
