import { describe } from "vitest";
import { openDatabase } from "../../db/open-database.ts";
import { mssqlServer, noMssql, testMssql } from "../harness/mssql.ts";
import { noPostgres, testPostgres } from "../harness/postgres.ts";
import { wideDecimalsContract, wideDeployment } from "./wide-decimals.ts";

describe("decimals of 28 digits on PGlite", () =>
  wideDecimalsContract(() => openDatabase({ memory: true }, wideDeployment)));

describe.skipIf(noPostgres !== undefined)(
  `decimals of 28 digits on PostgreSQL${noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`}`,
  () =>
    wideDecimalsContract(async () => {
      const postgres = await testPostgres();
      const database = await openDatabase({ url: postgres.url }, wideDeployment);
      return { ...database, close: () => database.close().then(postgres.stop) };
    }),
);

describe.skipIf(noMssql !== undefined)(`decimals of 28 digits in ${mssqlServer}`, () =>
  wideDecimalsContract(async () => {
    const mssql = await testMssql();
    const database = await openDatabase({ url: mssql.url }, wideDeployment);
    return { ...database, close: () => database.close().then(mssql.stop) };
  }),
);
