import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deployment } from "../assets/index.ts";
import type { Database } from "../core/ports/database.ts";
import { openDatabase } from "../db/open-database.ts";
import { seedSales, testApi, type TestApi } from "../test/harness/api.ts";
import { mssqlDouble, type TestMssql } from "../test/harness/mssql.ts";
import { noPostgres } from "../test/harness/postgres.ts";

const question = "/api/v1/kpi/revenue?grain=day&from=2026-07-01&to=2026-07-07";

describe.skipIf(noPostgres !== undefined)(
  `the API on Azure SQL${noPostgres === undefined ? "" : ` (skipped: the double needs PostgreSQL: ${noPostgres})`}`,
  () => {
    let mssql: TestMssql;
    let database: Database;
    let api: TestApi;
    let asleep = false;

    beforeAll(async () => {
      mssql = await mssqlDouble(({ kind }) => {
        if (!asleep || kind === "prelogin") return {};
        return kind === "login"
          ? { instead: { error: { number: 40_613, severity: 14 } } }
          : { instead: { drop: true } };
      });
      database = await openDatabase({ url: mssql.url }, deployment, "api");
      await database.migrate();
      await seedSales(database);
      api = await testApi({}, database);
    });
    afterAll(async () => {
      await database.close();
      await mssql.stop();
    });

    test("while a serverless database resumes it is told when to ask again, and answers as before once it is there", async () => {
      const before = await api.get(question);
      expect(before.status).toBe(200);
      const answer: unknown = await before.json();
      expect(JSON.stringify(answer)).toContain("60.1");
      asleep = true;
      for (let times = 0; times < 2; times += 1) {
        const refused = await api.get(question);
        expect(refused.status).toBe(503);
        expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      }
      asleep = false;
      const after = await api.get(question);
      expect(after.status).toBe(200);
      expect(await after.json()).toEqual(answer);
    });
  },
);
