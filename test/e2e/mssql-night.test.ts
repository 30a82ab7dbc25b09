import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDemo, type TestDemo } from "../harness/demo.ts";
import { mssqlServer, noMssql, testMssql, type TestMssql } from "../harness/mssql.ts";

describe.skipIf(noMssql !== undefined)(`in ${mssqlServer}`, () => {
  let mssql: TestMssql;
  let night: TestDemo;

  beforeAll(async () => {
    mssql = await testMssql();
    night = await testDemo({
      db: mssql.url,
      environment: { IDENTITY_DATABASE_URL: await mssql.another() },
    });
  });
  afterAll(async () => {
    await night.stop();
    await mssql.stop();
  });

  test("initial extraction and night leave every table equal to the vendor's ledger", async () => {
    expect(await night.demo.control<string>("describe")).toMatch(/^SQL Server at /);
    await night.run("initial");
    expect(await night.unequal()).toEqual([]);
    await night.advance(24);
    await night.run("nightly");
    expect(await night.unequal()).toEqual([]);
  });
});
