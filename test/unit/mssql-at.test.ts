import { afterEach, beforeEach, expect, test } from "vitest";
import { mssqlAt } from "../harness/mssql-at.ts";
import { tdsServer, type TdsServer } from "../harness/tds-server.ts";

let server: TdsServer;
beforeEach(async () => {
  server = await tdsServer();
});
afterEach(() => server.close());

test("on a server of one's own each suite has a database whose readers wait for nobody, dropped though somebody is in it", async () => {
  const mssql = await mssqlAt(server.url().replace("/sales", "/master"));
  const [, name = ""] = /\/(sillage_\w+)\?/.exec(mssql.url) ?? [];
  await mssql.stop();
  expect(server.told()).toEqual([
    `create database [${name}];`,
    `alter database [${name}] set read_committed_snapshot on with rollback immediate;`,
    `if serverproperty('EngineEdition') <> 5 exec(N'alter database [${name}] set single_user with rollback immediate;');`,
    `drop database if exists [${name}];`,
  ]);
});

test("a database that the URL names is used as it is: no database is made, and our tables are dropped before and after", async () => {
  const url = server.url().replace("/sales", "/sales_test");
  const mssql = await mssqlAt(url);
  expect([mssql.url, await mssql.another()]).toEqual([url, url]);
  await mssql.stop();
  const told = server.told();
  expect(told).toEqual([told[0], told[0]]);
  expect(told[0]).toContain("drop table");
  expect(told[0]).toMatch(/in \(N'sillage', N'open', N'sealed', N'staging', N'mart', N'identity'\)/);
});

test("a database that might be somebody's is not emptied", async () => {
  await expect(mssqlAt(server.url())).rejects.toThrow(
    'The tables of sales would be dropped: name a database with "test" in its name.',
  );
  expect(server.told()).toEqual([]);
});
