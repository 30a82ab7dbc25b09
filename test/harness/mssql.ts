import { mssqlAt } from "./mssql-at.ts";
import { nameOf, named } from "./named-database.ts";
import { noPostgres, testPostgres } from "./postgres.ts";
import { tdsOnPostgres, type Meddle } from "./tds-on-postgres.ts";

/** A server that speaks TDS for one test file. `url` names a database of its own; `another` makes one more. */
export type TestMssql = {
  readonly url: string;
  readonly another: () => Promise<string>;
  readonly stop: () => Promise<void>;
};

const givenUrl = process.env["SILLAGE_TEST_MSSQL_URL"];

/** Why T-SQL tests cannot run here; undefined when they can. */
export const noMssql: string | undefined =
  givenUrl === undefined && noPostgres !== undefined
    ? `SILLAGE_TEST_MSSQL_URL is not set, and the double needs PostgreSQL: ${noPostgres}`
    : undefined;

/** What answers T-SQL here, for the names of suites. */
export const mssqlServer =
  givenUrl === undefined
    ? `T-SQL over TDS, as PostgreSQL understands it${noMssql === undefined ? "" : ` (skipped: ${noMssql})`}`
    : "T-SQL over TDS, on SILLAGE_TEST_MSSQL_URL";

/** The server of SILLAGE_TEST_MSSQL_URL, as `mssqlAt` uses it; without it, the double on a PostgreSQL of its own. */
export const testMssql = (): Promise<TestMssql> => (givenUrl === undefined ? mssqlDouble() : mssqlAt(givenUrl));

/** The double on a PostgreSQL of its own; `meddle` may spoil its answers. */
export async function mssqlDouble(meddle?: Meddle): Promise<TestMssql> {
  const postgres = await testPostgres();
  const tds = await tdsOnPostgres(postgres.url, meddle);
  const another = async (): Promise<string> => {
    const name = nameOf();
    await postgres.another(name);
    return named(tds.url(), name);
  };
  return { url: await another(), another, stop: () => tds.close().then(postgres.stop) };
}
