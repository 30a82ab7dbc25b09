import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDemo, type TestDemo } from "../harness/demo.ts";
import { noPostgres, testPostgres, type TestPostgres } from "../harness/postgres.ts";

describe.skipIf(noPostgres !== undefined)(
  `on PostgreSQL by URL${noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`}`,
  () => {
    let postgres: TestPostgres;
    let night: TestDemo;

    beforeAll(async () => {
      postgres = await testPostgres();
      night = await testDemo({
        db: postgres.url,
        environment: { IDENTITY_DATABASE_URL: await postgres.another("identity") },
      });
    });
    afterAll(async () => {
      await night.stop();
      await postgres.stop();
    });

    test("initial extraction and night leave every table equal to the vendor's ledger", async () => {
      expect(await night.demo.control<string>("describe")).toMatch(/^PostgreSQL at 127\.0\.0\.1/);
      await night.run("initial");
      expect(await night.unequal()).toEqual([]);
      await night.advance(24);
      await night.run("nightly");
      expect(await night.unequal()).toEqual([]);
    });
  },
);
