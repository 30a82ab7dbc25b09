import { poolSession } from "../../db/mssql/pool-session.ts";
import type { TestMssql } from "./mssql.ts";
import { nameOf, named } from "./named-database.ts";

/**
 * A server for one suite. A URL that names `master` has databases made and dropped, which want a server of one's own;
 * any other database, whose name must have `test` in it, is used as it is, our tables dropped before and after: suites
 * then follow one another.
 */
export const mssqlAt = (url: string): Promise<TestMssql> =>
  new URL(url).pathname === "/master" ? withOwnDatabases(url) : withGivenDatabase(url);

async function withOwnDatabases(url: string): Promise<TestMssql> {
  const made: string[] = [];
  const server = poolSession(url).unlimited;
  const another = async (): Promise<string> => {
    const name = nameOf();
    await server.exec(`create database [${name}];`);
    made.push(name);
    await server.exec(`alter database [${name}] set read_committed_snapshot on with rollback immediate;`);
    return named(url, name);
  };
  return {
    url: await another(),
    another,
    async stop() {
      for (const name of made) {
        await server.exec(unused(name));
        await server.exec(`drop database if exists [${name}];`);
      }
      await server.close();
    },
  };
}

/** Pools that were closed a moment ago may still be in the database (3702). Azure SQL Database neither minds nor knows the statement. */
const unused = (name: string): string =>
  `if serverproperty('EngineEdition') <> 5 exec(N'alter database [${name}] set single_user with rollback immediate;');`;

async function withGivenDatabase(url: string): Promise<TestMssql> {
  const { pathname } = new URL(url);
  if (!pathname.includes("test"))
    throw new Error(`The tables of ${pathname.slice(1)} would be dropped: name a database with "test" in its name.`);
  const database = poolSession(url).unlimited;
  await database.exec(dropOurTables);
  return {
    url,
    another: () => Promise.resolve(url),
    async stop() {
      await database.exec(dropOurTables);
      await database.close();
    },
  };
}

const dropOurTables = `declare @drops nvarchar(max) = N'';
select @drops = @drops + N'drop table ' + quotename(s.[name]) + N'.' + quotename(t.[name]) + N'; ' from [sys].[tables] t join [sys].[schemas] s on s.[schema_id] = t.[schema_id]
where s.[name] in (N'sillage', N'open', N'sealed', N'staging', N'mart', N'identity');
exec sp_executesql @drops;`;
