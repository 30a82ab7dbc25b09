import { describe } from "vitest";
import { openDatabase } from "../../db/open-database.ts";
import { mssqlServer, noMssql, testMssql } from "../harness/mssql.ts";
import { noPostgres, testPostgres } from "../harness/postgres.ts";
import { tsqlOnPglite } from "../harness/tsql-on-pglite.ts";
import { basketDeployment, percentileContract } from "./percentiles.ts";

/** A migrated database; `stop` ends what it runs on. */
async function opened(target: { readonly url: string } | { readonly memory: true }, stop: () => Promise<void>) {
  const database = await openDatabase(target, basketDeployment);
  await database.migrate();
  return { ...database, close: () => database.close().then(stop) };
}

describe("percentiles on PGlite", () => percentileContract(() => opened({ memory: true }, () => Promise.resolve())));

describe.skipIf(noPostgres !== undefined)(
  `percentiles on PostgreSQL${noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`}`,
  () =>
    percentileContract(async () => {
      const postgres = await testPostgres();
      return opened({ url: postgres.url }, postgres.stop);
    }),
);

describe.skipIf(noMssql !== undefined)(`percentiles in ${mssqlServer}`, () =>
  percentileContract(async () => {
    const mssql = await testMssql();
    return opened({ url: mssql.url }, mssql.stop);
  }),
);

describe("percentiles in T-SQL transpiled to PostgreSQL", () =>
  percentileContract(() => tsqlOnPglite(basketDeployment)));
